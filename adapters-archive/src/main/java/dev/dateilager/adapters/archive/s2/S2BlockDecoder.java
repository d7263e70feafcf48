package dev.dateilager.adapters.archive.s2;

import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.CORRUPT;
import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.TOO_LARGE;

import java.util.Objects;

/**
 * Decodes single S2 blocks, the form without markers or checksums ({@code docs/spec/s2.md §1}).
 *
 * <p>Every Snappy block is an S2 block. Stateless, allocates nothing but exceptions, and touches no
 * byte outside the ranges it is given, whatever the input says.
 */
public final class S2BlockDecoder {
  /** The longest copy but a repeat; longer copies and literals leave the fast loop's short path. */
  private static final int SHORT_COPY = 64;

  /** A tag, its longest field, and the 16 bytes a short literal is read in. */
  private static final int INPUT_SLOP = 1 + 4 + 16;

  /** A short copy, rounded up to whole 8-byte steps of the worst stride. */
  private static final int OUTPUT_SLOP = SHORT_COPY + 16;

  private S2BlockDecoder() {}

  /**
   * Reads the size a block declares for its decoded data, without looking further.
   *
   * @return 0 to 4294967295
   * @throws S2FormatException ({@code CORRUPT}) if the length is cut off, longer than 5 bytes or
   *     above 2<sup>32</sup>−1
   */
  public static long declaredLength(byte[] input, int offset, int length) throws S2FormatException {
    Objects.checkFromIndexSize(offset, length, input.length);
    long value = 0;
    for (int i = 0; i < 5; i++) {
      if (i == length) {
        throw corrupt(i, "block ends inside its length");
      }
      long bits = input[offset + i];
      value |= (bits & 0x7f) << (7 * i);
      if (bits >= 0) {
        if (value > 0xffffffffL) {
          throw corrupt(0, "block declares " + value + " bytes, more than 32 bits can say");
        }
        return value;
      }
    }
    throw corrupt(0, "length of block is over 5 bytes long");
  }

  /**
   * Decodes the block in {@code input} to the start of the given range of {@code output}.
   *
   * <p>What lies behind the decoded data inside that range may be overwritten; 80 bytes more room
   * than the declared length let the block's end be decoded as fast as the rest. After an exception
   * the content of the range is undefined.
   *
   * @return the number of bytes decoded, which is the declared length
   * @throws S2FormatException {@code TOO_LARGE} if the block declares more than {@code
   *     outputLength}, {@code CORRUPT} if it is not valid; the position counts from {@code
   *     inputOffset}
   */
  public static int decode(
      byte[] input,
      int inputOffset,
      int inputLength,
      byte[] output,
      int outputOffset,
      int outputLength)
      throws S2FormatException {
    Objects.checkFromIndexSize(outputOffset, outputLength, output.length);
    long declared = declaredLength(input, inputOffset, inputLength);
    if (declared > outputLength) {
      throw new S2FormatException(
          TOO_LARGE,
          0,
          "block declares %d bytes, more than the %d allowed".formatted(declared, outputLength));
    }
    int elements = inputOffset;
    while (input[elements++] < 0) {} // the length has been read
    decodeElements(
        input,
        elements,
        inputOffset,
        inputOffset + inputLength,
        output,
        outputOffset,
        outputOffset + (int) declared,
        outputOffset + outputLength);
    return (int) declared;
  }

  /**
   * Decodes elements until the input ends. {@code from} and {@code to} are places in the arrays;
   * {@code end} is where the declared length ends and {@code room} where writing must stop.
   */
  private static void decodeElements(
      byte[] input,
      int from,
      int inputStart,
      int inputEnd,
      byte[] output,
      int start,
      int end,
      int room)
      throws S2FormatException {
    int to = start;
    int repeatOffset = 0; // none yet: every other offset is positive
    int wideFrom = inputEnd - INPUT_SLOP;
    int wideTo = room - OUTPUT_SLOP;
    while (from < inputEnd) {
      int element = from;
      int tag = input[from++] & 0xff;
      boolean wide = element <= wideFrom && to <= wideTo;
      if ((tag & 3) == 0) {
        int length = (tag >>> 2) + 1;
        if (length > 60) {
          int fieldBytes = length - 60;
          if (fieldBytes > inputEnd - from) {
            throw corrupt(element - inputStart, "literal is cut off inside its length");
          }
          long wanted = LittleEndian.getUnsigned(input, from, fieldBytes) + 1;
          from += fieldBytes;
          if (wanted > end - to) {
            throw tooLong(element - inputStart, "literal", wanted, end - to);
          }
          length = (int) wanted;
        } else if (length > end - to) {
          throw tooLong(element - inputStart, "literal", length, end - to);
        }
        if (wide && length <= 16) {
          LittleEndian.copyLong(input, from, output, to);
          LittleEndian.copyLong(input, from + 8, output, to + 8);
        } else if (length > inputEnd - from) {
          throw corrupt(
              element - inputStart,
              "literal of %d bytes, but only %d follow".formatted(length, inputEnd - from));
        } else {
          System.arraycopy(input, from, output, to, length);
        }
        from += length;
        to += length;
        continue;
      }
      int entry = CopyTags.ENTRIES[tag];
      int fieldBytes = entry >>> CopyTags.FIELD_BYTES_SHIFT;
      int length = entry & CopyTags.LENGTH_MASK;
      int offset;
      if (wide) {
        offset = LittleEndian.getInt(input, from) & CopyTags.FIELD_MASKS[fieldBytes];
      } else if (fieldBytes > inputEnd - from) {
        throw corrupt(element - inputStart, "copy is cut off inside its offset");
      } else {
        offset = (int) LittleEndian.getUnsigned(input, from, fieldBytes);
      }
      offset += entry & CopyTags.OFFSET_MASK;
      from += fieldBytes;
      if (offset == 0) {
        if (fieldBytes != 1) {
          throw corrupt(element - inputStart, "copy has offset 0");
        }
        if (repeatOffset == 0) {
          throw corrupt(element - inputStart, "repeat before the first copy");
        }
        offset = repeatOffset;
        if (length > 8) {
          int extraBytes = length - 8;
          if (extraBytes > inputEnd - from) {
            throw corrupt(element - inputStart, "repeat is cut off inside its length");
          }
          length =
              CopyTags.REPEAT_BASES[extraBytes]
                  + (int) LittleEndian.getUnsigned(input, from, extraBytes);
          from += extraBytes;
        }
      }
      if (offset < 0 || offset > to - start) {
        throw corrupt(
            element - inputStart,
            "copy from %d bytes back, but only %d are decoded"
                .formatted(Integer.toUnsignedLong(offset), to - start));
      }
      if (length > end - to) {
        throw tooLong(element - inputStart, "copy", length, end - to);
      }
      repeatOffset = offset;
      if (wide && length <= SHORT_COPY) {
        copyShort(output, to, offset, length);
      } else {
        copyLong(output, to, offset, length);
      }
      to += length;
    }
    if (to != end) {
      throw corrupt(
          inputEnd - inputStart,
          "block ends %d bytes before its declared length".formatted(end - to));
    }
  }

  /** Copies up to 64 bytes in steps of 8, which may write up to 15 bytes too many. */
  private static void copyShort(byte[] output, int to, int offset, int length) {
    int from = to - offset;
    if (offset >= 8) {
      LittleEndian.copyLong(output, from, output, to);
      LittleEndian.copyLong(output, from + 8, output, to + 8);
      for (int done = 16; done < length; done += 8) {
        LittleEndian.copyLong(output, from + done, output, to + done);
      }
      return;
    }
    // the last bytes as one number, repeated to fill 8 bytes and laid down at whole periods
    int bits = 8 * offset;
    long pattern =
        (LittleEndian.getLong(output, from) & ((1L << bits) - 1))
            * CopyTags.PATTERN_FACTORS[offset];
    int stride = CopyTags.PATTERN_STRIDES[offset];
    for (int done = 0; done < length; done += stride) {
      LittleEndian.putLong(output, to + done, pattern);
    }
  }

  /** Copies any length exactly; the piece that can be copied at once doubles with every step. */
  private static void copyLong(byte[] output, int to, int offset, int length) {
    int from = to - offset;
    int done = 0;
    int period = offset;
    while (length - done > period) {
      System.arraycopy(output, from, output, to + done, period);
      done += period;
      period <<= 1; // no overflow: period < length here, and length fits into an array
    }
    System.arraycopy(output, from, output, to + done, length - done);
  }

  private static S2FormatException corrupt(int position, String message) {
    return new S2FormatException(CORRUPT, position, message);
  }

  private static S2FormatException tooLong(int position, String kind, long length, int left) {
    return corrupt(
        position,
        "%s of %d bytes, but only %d are left of the declared length"
            .formatted(kind, length, left));
  }
}
