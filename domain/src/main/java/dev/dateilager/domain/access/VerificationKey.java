package dev.dateilager.domain.access;

import dev.dateilager.domain.model.ContentHash;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * A key that tokens are checked with, and its name.
 *
 * @param key an Ed25519 public key
 * @param id the first 16 hexadecimal digits of the SHA-256 of the key's SPKI form: what a footer
 *     {@code {"kid":"…"}} names to say which key signed
 */
public record VerificationKey(PublicKey key, String id) {
  private static final int ID_BYTES = 8;

  /** Names a key by itself. */
  public static VerificationKey of(PublicKey key) {
    byte[] digest = ContentHash.sha256().digest(key.getEncoded());
    return new VerificationKey(key, HexFormat.of().formatHex(digest, 0, ID_BYTES));
  }
}
