package dev.dateilager.adapters.archive.s2;

/**
 * Writes single elements in their shortest form ({@code docs/spec/s2.md §7.2}).
 *
 * <p>Every method returns the place behind what it wrote. They may write up to {@link #SLOP} bytes
 * more than the element is long.
 */
final class ElementWriter {
  /** Room that must be left in the output behind every element. */
  static final int SLOP = 16;

  /** The longest head of a literal: its tag and its length field. */
  static final int LITERAL_HEAD = 5;

  private static final int COPY1 = 1;
  private static final int COPY2 = 2;
  private static final int COPY4 = 3;

  private ElementWriter() {}

  /**
   * Writes {@code length} bytes, 1 or more, of {@code input}.
   *
   * @param inputEnd how far the input may be read
   */
  static int literal(byte[] input, int from, int length, int inputEnd, byte[] output, int to) {
    int n = length - 1;
    int data;
    if (n < 60) {
      output[to] = (byte) (n << 2);
      data = to + 1;
      if (length <= 16 && inputEnd - from >= 16) {
        LittleEndian.copyLong(input, from, output, data);
        LittleEndian.copyLong(input, from + 8, output, data + 8);
        return data + length;
      }
    } else if (n < 1 << 8) {
      output[to] = (byte) (60 << 2);
      output[to + 1] = (byte) n;
      data = to + 2;
    } else if (n < 1 << 16) {
      output[to] = (byte) (61 << 2);
      LittleEndian.putShort(output, to + 1, n);
      data = to + 3;
    } else if (n < 1 << 24) {
      LittleEndian.putInt(output, to, (n << 8) | (62 << 2));
      data = to + 4;
    } else {
      output[to] = (byte) (63 << 2);
      LittleEndian.putInt(output, to + 1, n);
      data = to + 5;
    }
    System.arraycopy(input, from, output, data, length);
    return data + length;
  }

  /** Writes a copy of 4 bytes or more; what passes 64 bytes goes into a repeat. */
  static int copy(int offset, int length, byte[] output, int to) {
    if (offset >= 1 << 16) {
      return farCopy(offset, length, output, to);
    }
    if (length > 64) {
      if (offset < 1 << 11) {
        return repeat(offset, length - 8, output, copy1(offset, 8, output, to));
      }
      return repeat(offset, length - 60, output, copy2(offset, 60, output, to)); // leaves over 4
    }
    if (length < 12 && offset < 1 << 11) {
      return copy1(offset, length, output, to);
    }
    return copy2(offset, length, output, to);
  }

  /** Writes a repeat of 4 to 16842755 bytes, {@code offset} being that of the copy before it. */
  static int repeat(int offset, int length, byte[] output, int to) {
    if (length <= 8) {
      LittleEndian.putShort(output, to, ((length - 4) << 2) | COPY1);
      return to + 2;
    }
    if (length < 12 && offset < 1 << 11) {
      return copy1(offset, length, output, to);
    }
    if (length < 264) {
      LittleEndian.putInt(output, to, ((length - 8) << 16) | (5 << 2) | COPY1);
      return to + 3;
    }
    if (length < 260 + (1 << 16)) {
      LittleEndian.putInt(output, to, ((length - 260) << 16) | (6 << 2) | COPY1);
      return to + 4;
    }
    LittleEndian.putShort(output, to, (7 << 2) | COPY1);
    LittleEndian.putInt(output, to + 2, length - 65540); // 3 bytes, as the highest is 0
    return to + 5;
  }

  private static int copy1(int offset, int length, byte[] output, int to) {
    LittleEndian.putShort(
        output, to, (offset << 8) | ((offset >>> 8) << 5) | ((length - 4) << 2) | COPY1);
    return to + 2;
  }

  private static int copy2(int offset, int length, byte[] output, int to) {
    LittleEndian.putInt(output, to, (offset << 8) | ((length - 1) << 2) | COPY2);
    return to + 3;
  }

  private static int farCopy(int offset, int length, byte[] output, int to) {
    int first = Math.min(length, 64);
    output[to] = (byte) (((first - 1) << 2) | COPY4);
    LittleEndian.putInt(output, to + 1, offset);
    int rest = length - first;
    if (rest == 0) {
      return to + 5;
    }
    if (rest >= 4) {
      return repeat(offset, rest, output, to + 5);
    }
    return farCopy(offset, rest, output, to + 5);
  }
}
