package dev.dateilager.adapters.archive.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Where each field of a POSIX tar header lies, and how numbers and texts stand in it. */
final class TarFields {
  static final int BLOCK = 512;

  static final int NAME = 0;
  static final int NAME_BYTES = 100;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int SHORT_NUMBER_BYTES = 8;
  static final int SIZE = 124;
  static final int MTIME = 136;
  static final int LONG_NUMBER_BYTES = 12;
  static final int CHECKSUM = 148;
  static final int TYPE = 156;
  static final int LINK = 157;
  static final int LINK_BYTES = 100;
  static final int MAGIC = 257;
  static final int MAGIC_BYTES = 8;
  static final int DEVICE_MAJOR = 329;
  static final int DEVICE_MINOR = 337;
  static final int PREFIX = 345;
  static final int PREFIX_BYTES = 155;

  /** {@code ustar} with a NUL, then version {@code 00}. */
  private static final byte[] MAGIC_AND_VERSION = {'u', 's', 't', 'a', 'r', 0, '0', '0'};

  private TarFields() {}

  /** Writes a number as octal digits with leading zeros and a NUL behind, filling the field. */
  static void putOctal(byte[] header, int offset, int bytes, long value) {
    long rest = value;
    for (int i = offset + bytes - 2; i >= offset; i--) {
      header[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    if (rest != 0) {
      throw new IllegalArgumentException(
          "%d does not fit in %d octal digits".formatted(value, bytes - 1));
    }
  }

  /**
   * Reads octal digits, leading blanks and trailing blanks or NULs allowed; an empty field is 0.
   */
  static long octal(byte[] header, int offset, int bytes, String field) throws TarFormatException {
    int i = offset;
    int end = offset + bytes;
    while (i < end && header[i] == ' ') {
      i++;
    }
    long value = 0;
    while (i < end && header[i] >= '0' && header[i] <= '7') {
      value = value << 3 | (header[i] - '0');
      i++;
    }
    while (i < end) {
      if (header[i] != ' ' && header[i] != 0) {
        throw new TarFormatException("tar header's %s is no octal number".formatted(field));
      }
      i++;
    }
    return value;
  }

  /** Reads a text up to its NUL; anything but NULs behind that would let two readers disagree. */
  static String text(byte[] header, int offset, int bytes, String field) throws TarFormatException {
    int end = offset;
    while (end < offset + bytes && header[end] != 0) {
      end++;
    }
    for (int i = end; i < offset + bytes; i++) {
      if (header[i] != 0) {
        throw new TarFormatException("tar header's %s goes on after a NUL".formatted(field));
      }
    }
    return utf8(header, offset, end - offset, field);
  }

  static String utf8(byte[] bytes, int offset, int length, String field) throws TarFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new TarFormatException("tar %s is not valid UTF-8".formatted(field), malformed);
    }
  }

  static void putMagic(byte[] header) {
    System.arraycopy(MAGIC_AND_VERSION, 0, header, MAGIC, MAGIC_BYTES);
  }

  static boolean hasMagic(byte[] header) {
    for (int i = 0; i < MAGIC_BYTES; i++) {
      if (header[MAGIC + i] != MAGIC_AND_VERSION[i]) {
        return false;
      }
    }
    return true;
  }

  /** Sum of all header bytes as unsigned numbers, the checksum field counted as blanks. */
  static int checksum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < TYPE ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Bytes from the end of a body to the next block. */
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }
}
