package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys as PEM text (auth.md §2): {@code PUBLIC KEY} is SPKI, {@code PRIVATE KEY} PKCS#8.
 * Text around the blocks is ignored. No message holds any part of a key (I23).
 */
public final class TokenKeys {
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*)-----END ([A-Z0-9 ]{1,64})-----");
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
  private static final int LINE_CHARS = 64;

  private TokenKeys() {}

  /**
   * Every key of a file of public keys, in order.
   *
   * @throws InvalidArgument if there is none, or any block is something else: a forgotten key would
   *     lock people out, a private key does not belong there
   */
  public static List<VerificationKey> readPublic(String pem) throws InvalidArgument {
    var keys = new ArrayList<VerificationKey>();
    for (byte[] der : blocks(pem, PUBLIC)) {
      try {
        PublicKey key = factory().generatePublic(new X509EncodedKeySpec(der));
        keys.add(VerificationKey.of(key));
      } catch (GeneralSecurityException otherKind) {
        throw new InvalidArgument("the PEM block is no Ed25519 public key");
      }
    }
    return List.copyOf(keys);
  }

  /**
   * The key of a file with one private key.
   *
   * @throws InvalidArgument if there is none, more than one, or something else
   */
  public static PrivateKey readPrivate(String pem) throws InvalidArgument {
    List<byte[]> blocks = blocks(pem, PRIVATE);
    if (blocks.size() != 1) {
      throw new InvalidArgument("expected one private key in the PEM text, found " + blocks.size());
    }
    try {
      return factory().generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
    } catch (GeneralSecurityException otherKind) {
      throw new InvalidArgument("the PEM block is no Ed25519 private key");
    }
  }

  /** A new pair, from the platform's strong randomness. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java 15 platform has Ed25519", missing);
    }
  }

  /** The key as text that {@link #readPublic} and the Go server read. */
  public static String write(PublicKey key) {
    return write(PUBLIC, key);
  }

  /** The key as text that {@link #readPrivate} reads; a secret. */
  public static String write(PrivateKey key) {
    return write(PRIVATE, key);
  }

  private static String write(String kind, Key key) {
    String body =
        Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
  }

  private static List<byte[]> blocks(String pem, String kind) throws InvalidArgument {
    var blocks = new ArrayList<byte[]>();
    Matcher matcher = BLOCK.matcher(pem);
    while (matcher.find()) {
      if (!matcher.group(1).equals(kind) || !matcher.group(3).equals(kind)) {
        throw new InvalidArgument("expected only PEM blocks '%s'".formatted(kind));
      }
      try {
        blocks.add(Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", "")));
      } catch (IllegalArgumentException malformed) {
        throw new InvalidArgument("a PEM block '%s' is not base64".formatted(kind));
      }
    }
    if (blocks.isEmpty()) {
      throw new InvalidArgument("no PEM block '%s' found".formatted(kind));
    }
    if (blocks.size() != BEGIN.splitAsStream(pem + "\n").count() - 1) {
      throw new InvalidArgument("a PEM block is not whole, or holds characters outside base64");
    }
    return blocks;
  }

  private static KeyFactory factory() throws NoSuchAlgorithmException {
    return KeyFactory.getInstance("Ed25519");
  }
}
