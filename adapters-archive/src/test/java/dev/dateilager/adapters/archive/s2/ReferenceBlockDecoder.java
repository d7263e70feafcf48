package dev.dateilager.adapters.archive.s2;

import java.util.EnumMap;
import java.util.Map;

/** Decodes a block one byte at a time, as its format reads, and counts the elements. */
final class ReferenceBlockDecoder {
  enum Element {
    LITERAL,
    COPY1,
    COPY2,
    COPY4,
    REPEAT
  }

  /** The block breaks a rule; which one the message says. */
  static final class BadBlock extends Exception {
    private static final long serialVersionUID = 1L;

    BadBlock(String rule) {
      super(rule);
    }
  }

  private final byte[] block;
  private int at;
  private byte[] output = {};
  private int made;
  private final Map<Element, Integer> elements = new EnumMap<>(Element.class);

  ReferenceBlockDecoder(byte[] block) {
    this.block = block;
  }

  /** Decodes to at most {@code limit} bytes. */
  byte[] decode(long limit) throws BadBlock {
    long declared = 0;
    int shift = 0;
    while (true) {
      if (shift == 35) {
        throw new BadBlock("B2");
      }
      long next = next("B1");
      declared += (next & 127) << shift;
      shift += 7;
      if (next < 128) {
        break;
      }
    }
    if (declared >= 1L << 32) {
      throw new BadBlock("B2");
    }
    if (declared > limit) {
      throw new BadBlock("limit");
    }
    output = new byte[(int) declared];
    long lastOffset = 0;
    while (at < block.length) {
      int tag = next("B3");
      int m = tag >> 2;
      switch (tag & 3) {
        case 0 -> literal(m < 60 ? m + 1 : number(m - 59) + 1);
        case 1 -> {
          long offset = 256L * (m >> 3) + next("B3");
          if (offset != 0) {
            lastOffset = offset;
            copy(Element.COPY1, offset, 4 + (m & 7));
          } else {
            long length =
                switch (m & 7) {
                  case 5 -> 8 + number(1);
                  case 6 -> 260 + number(2);
                  case 7 -> 65540 + number(3);
                  default -> 4 + (m & 7);
                };
            if (lastOffset == 0) {
              throw new BadBlock("B7");
            }
            copy(Element.REPEAT, lastOffset, length);
          }
        }
        case 2 -> {
          lastOffset = number(2);
          copy(Element.COPY2, lastOffset, 1 + m);
        }
        default -> {
          lastOffset = number(4);
          copy(Element.COPY4, lastOffset, 1 + m);
        }
      }
    }
    if (made < output.length) {
      throw new BadBlock("B11");
    }
    return output;
  }

  /** How many elements of each kind there were. */
  Map<Element, Integer> elements() {
    return elements;
  }

  private void literal(long length) throws BadBlock {
    elements.merge(Element.LITERAL, 1, Integer::sum);
    if (length > output.length - made) {
      throw new BadBlock("B5");
    }
    for (long i = 0; i < length; i++) {
      output[made++] = (byte) next("B4");
    }
  }

  private void copy(Element kind, long offset, long length) throws BadBlock {
    elements.merge(kind, 1, Integer::sum);
    if (offset == 0) {
      throw new BadBlock("B6");
    }
    if (offset > made) {
      throw new BadBlock("B8");
    }
    if (length > output.length - made) {
      throw new BadBlock("B9");
    }
    for (long i = 0; i < length; i++) {
      output[made] = output[made - (int) offset];
      made++;
    }
  }

  private long number(int bytes) throws BadBlock {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value += (long) next("B3") << (8 * i);
    }
    return value;
  }

  private int next(String rule) throws BadBlock {
    if (at == block.length) {
      throw new BadBlock(rule);
    }
    return block[at++] & 255;
  }
}
