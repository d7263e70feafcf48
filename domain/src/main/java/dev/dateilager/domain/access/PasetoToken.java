package dev.dateilager.domain.access;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/**
 * A {@code v2.public} token taken apart: what was signed, by which bytes, and the footer (auth.md
 * §1). Says nothing about who signed it until {@link #isSignedBy} is asked.
 *
 * @param payload the claims as bytes
 * @param signature 64 bytes
 * @param footer empty if there was none
 */
record PasetoToken(Blob payload, Blob signature, Blob footer) {
  private static final String HEADER = "v2.public.";
  private static final int SIGNATURE_BYTES = 64;

  /** Longest token that is looked at: payload, signature and footer of 4 KiB each do not fit. */
  private static final int MAX_CHARS = 8192;

  /**
   * Takes a token apart.
   *
   * @throws InvalidArgument if it has another form; the message holds no part of it (I23)
   */
  static PasetoToken parse(String token) throws InvalidArgument {
    if (token.length() > MAX_CHARS || !token.startsWith(HEADER)) {
      throw new InvalidArgument("token is not of the form v2.public");
    }
    String[] parts = token.substring(HEADER.length()).split("\\.", -1);
    if (parts.length > 2) {
      throw new InvalidArgument("token has too many parts");
    }
    byte[] signed = decode(parts[0]);
    if (signed.length < SIGNATURE_BYTES) {
      throw new InvalidArgument("token is too short to hold a signature");
    }
    var body = ByteBuffer.wrap(signed);
    return new PasetoToken(
        take(body, signed.length - SIGNATURE_BYTES),
        take(body, SIGNATURE_BYTES),
        parts.length == 2 ? Blob.owned(decode(parts[1])) : Blob.EMPTY);
  }

  /**
   * Signs a payload.
   *
   * @throws IllegalArgumentException if the key is not an Ed25519 key
   */
  static PasetoToken sign(Blob payload, Blob footer, PrivateKey key) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(encodeBeforeSigning(payload, footer));
      return new PasetoToken(payload, Blob.owned(signer.sign()), footer);
    } catch (GeneralSecurityException refused) {
      throw new IllegalArgumentException("the key cannot sign by Ed25519", refused);
    }
  }

  /** Whether the signature is this key's, over payload and footer. */
  boolean isSignedBy(PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(encodeBeforeSigning(payload, footer));
      return verifier.verify(signature.shared());
    } catch (SignatureException malformed) {
      return false; // bytes that no signer makes
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java 15 platform has Ed25519", impossible);
    }
  }

  /** The token's text. */
  String text() {
    var body =
        ByteBuffer.allocate(payload.length() + SIGNATURE_BYTES)
            .put(payload.shared())
            .put(signature.shared());
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String text = HEADER + encoder.encodeToString(body.array());
    return footer.isEmpty() ? text : text + "." + encoder.encodeToString(footer.shared());
  }

  /** Pre-authentication encoding: a count, then each part behind its length, as 64 bits LE. */
  private static byte[] encodeBeforeSigning(Blob payload, Blob footer) {
    byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
    byte[][] parts = {header, payload.shared(), footer.shared()};
    var out =
        ByteBuffer.allocate(
                Long.BYTES * (1 + parts.length)
                    + header.length
                    + payload.length()
                    + footer.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(parts.length);
    for (byte[] part : parts) {
      out.putLong(part.length).put(part);
    }
    return out.array();
  }

  private static Blob take(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return Blob.owned(bytes);
  }

  private static byte[] decode(String part) throws InvalidArgument {
    if (part.indexOf('=') < 0) { // Java's decoder takes padding, the form of tokens does not
      try {
        return Base64.getUrlDecoder().decode(part);
      } catch (IllegalArgumentException malformed) {
        // its message quotes a character of the token: not passed on
      }
    }
    throw new InvalidArgument("token is not unpadded base64url");
  }

  /** Lengths only: no part of a token belongs in a log (I23). */
  @Override
  public String toString() {
    return "PasetoToken[payload of %d bytes]".formatted(payload.length());
  }
}
