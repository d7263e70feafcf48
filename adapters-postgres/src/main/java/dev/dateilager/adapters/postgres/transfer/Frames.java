package dev.dateilager.adapters.postgres.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** What both ends of docs/backup.md, "The format", agree on. */
final class Frames {
  static final int MOST_BYTES = 1 << 20;
  static final int SUM_BYTES = 32;
  private static final byte[] MAGIC = "DLEXPORT".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;

  private Frames() {}

  /** The first 9 bytes. */
  static byte[] head() {
    return ByteBuffer.allocate(MAGIC.length + 1).put(MAGIC).put(VERSION).array();
  }

  /** Whether it is an export, though perhaps of another version. */
  static boolean isExport(byte[] head) {
    return head.length == MAGIC.length + 1
        && new String(head, 0, 8, StandardCharsets.US_ASCII).equals("DLEXPORT");
  }

  /** The check of a frame: a frame that stands elsewhere has another. */
  static int check(long index, byte[] payload, int length) {
    var check = new CRC32C();
    check.update(ByteBuffer.allocate(Long.BYTES).putLong(0, index));
    check.update(payload, 0, length);
    return (int) check.getValue();
  }

  static MessageDigest sum() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
