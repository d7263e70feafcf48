package dev.dateilager.domain.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 under which a content is filed: of the uncompressed bytes for a plain object, of the
 * S2_TAR itself for a pack (formats.md §2).
 *
 * <p>Ordered as its 32 bytes are.
 *
 * @param hex the 32 bytes as 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) implements Comparable<ContentHash> {
  /** Number of bytes of a hash. */
  public static final int BYTES = 32;

  /** The hash of no bytes: of an empty file and of a directory. */
  public static final ContentHash OF_NOTHING = of(Blob.EMPTY);

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException unless {@code hex} is 64 lower-case hexadecimal digits
   */
  public ContentHash {
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "content hash must be 64 lower-case hex digits, got '%s'".formatted(hex));
    }
  }

  /** Whether {@code text} is a hash's text form: 64 lower-case hexadecimal digits. */
  public static boolean isHex(String text) {
    if (text.length() != 2 * BYTES) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** The SHA-256 of {@code content}. */
  public static ContentHash of(Blob content) {
    return new ContentHash(HexFormat.of().formatHex(sha256().digest(content.shared())));
  }

  /**
   * The hash that {@code bytes} spell.
   *
   * @throws IllegalArgumentException unless there are exactly 32 (R8)
   */
  public static ContentHash ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "content hash must be %d bytes, got %d".formatted(BYTES, bytes.length));
    }
    return new ContentHash(HexFormat.of().formatHex(bytes));
  }

  /** A fresh SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  /** The 32 bytes, a fresh array. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(ContentHash other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
