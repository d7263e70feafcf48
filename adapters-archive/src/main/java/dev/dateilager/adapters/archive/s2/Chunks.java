package dev.dateilager.adapters.archive.s2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** The chunk layer of the stream format that reader and writer share ({@code s2.md §2}). */
final class Chunks {
  static final int COMPRESSED = 0x00;
  static final int RAW = 0x01;
  static final int IDENTIFIER = 0xff;

  /** Types from here on, but for the identifier, may be skipped; those below must not. */
  static final int FIRST_SKIPPABLE = 0x80;

  static final int HEADER_BYTES = 4;
  static final int CHECKSUM_BYTES = 4;

  /** The most a data chunk may decode to, and the same after a Snappy identifier. */
  static final int MAX_BLOCK_BYTES = S2BlockEncoder.MAX_BLOCK_BYTES;

  static final int MAX_SNAPPY_BLOCK_BYTES = 1 << 16;

  /** Body of a compressed chunk: checksum, length, one literal of the largest block. */
  static final int MAX_COMPRESSED_BODY_BYTES = CHECKSUM_BYTES + 4 + 4 + MAX_BLOCK_BYTES;

  static final int IDENTIFIER_BODY_BYTES = 6;

  private static final byte[] S2 = "S2sTwO".getBytes(US_ASCII);
  private static final byte[] SNAPPY = "sNaPpY".getBytes(US_ASCII);

  private Chunks() {}

  static boolean isS2Identifier(byte[] body, int at) {
    return isText(S2, body, at);
  }

  static boolean isSnappyIdentifier(byte[] body, int at) {
    return isText(SNAPPY, body, at);
  }

  private static boolean isText(byte[] text, byte[] body, int at) {
    return Arrays.equals(text, 0, text.length, body, at, at + text.length);
  }

  /** Writes the S2 identifier chunk and returns the place behind it. */
  static int putIdentifier(byte[] output, int at) {
    putHeader(IDENTIFIER, IDENTIFIER_BODY_BYTES, output, at);
    System.arraycopy(S2, 0, output, at + HEADER_BYTES, IDENTIFIER_BODY_BYTES);
    return at + HEADER_BYTES + IDENTIFIER_BODY_BYTES;
  }

  static void putHeader(int type, int bodyBytes, byte[] output, int at) {
    LittleEndian.putInt(output, at, (bodyBytes << 8) | type);
  }

  /** The checksum as it is stored, masked, of decoded data ({@code s2.md §2.5}). */
  static int checksum(byte[] data, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
