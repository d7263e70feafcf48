package dev.dateilager.adapters.archive.s2;

/** What the first byte of a copy says, and other small numbers that copies need, as tables. */
final class CopyTags {
  static final int LENGTH_MASK = 0xff;

  /** Offset bits 8 to 10, which a copy1 keeps in its tag. */
  static final int OFFSET_MASK = 0x700;

  static final int FIELD_BYTES_SHIFT = 11;

  /**
   * By tag: length, high offset bits, and the number of bytes that hold the rest of the offset. For
   * a repeat the length is 4 to 8, or 8 + the number of its extra bytes: by the same sum the table
   * gives to a copy1 of that length code.
   */
  static final short[] ENTRIES = new short[256];

  /** By number of bytes: the bits of a little endian number that is read as four. */
  static final int[] FIELD_MASKS = {0, 0xff, 0xffff, 0xffffff, 0xffffffff};

  /** By number of extra bytes: the repeat length when these are zero. */
  static final int[] REPEAT_BASES = {0, 8, 260, 65540};

  /** By offset: multiplied with the last bytes, gives 8 bytes of their repetition. */
  static final long[] PATTERN_FACTORS = new long[8];

  /** By offset: the largest multiple of it that is not above 8. */
  static final int[] PATTERN_STRIDES = new int[8];

  static {
    for (int tag = 0; tag < 256; tag++) {
      int high = tag >>> 2;
      int entry =
          switch (tag & 3) {
            case 1 -> (1 << FIELD_BYTES_SHIFT) | ((high & 0x38) << 5) | (4 + (high & 7));
            case 2 -> (2 << FIELD_BYTES_SHIFT) | (1 + high);
            case 3 -> (4 << FIELD_BYTES_SHIFT) | (1 + high);
            default -> 0; // literals are not looked up
          };
      ENTRIES[tag] = (short) entry;
    }
    for (int offset = 1; offset < 8; offset++) {
      for (int shift = 0; shift < 64; shift += 8 * offset) {
        PATTERN_FACTORS[offset] |= 1L << shift;
      }
      PATTERN_STRIDES[offset] = 8 - 8 % offset;
    }
  }

  private CopyTags() {}
}
