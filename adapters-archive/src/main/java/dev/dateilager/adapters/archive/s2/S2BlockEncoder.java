package dev.dateilager.adapters.archive.s2;

import java.util.Arrays;
import java.util.Objects;

/**
 * Encodes single S2 blocks ({@code docs/spec/s2.md §1, §7}).
 *
 * <p>An encoder holds a table of 128 KiB that it uses again for every block, without clearing it
 * between them. What it writes depends on the block's bytes alone. Not for use by two threads at a
 * time.
 */
public final class S2BlockEncoder {
  /** The largest block that fits into a stream, in bytes of plain data. */
  public static final int MAX_BLOCK_BYTES = 4 << 20;

  private static final int LENGTH_BYTES = 4; // of the varint for MAX_BLOCK_BYTES

  /** Blocks under this size are not searched: even a perfect copy saves next to nothing. */
  private static final int MIN_SEARCHED = 32;

  /** Bytes at the end that are not searched, so that 8 can be read anywhere before them. */
  private static final int TAIL = 12;

  /** Blocks under this size have few matches that long ones would push out of the table. */
  private static final int SMALL = 1 << 15;

  private static final int MAX_TABLE_BITS = 15;

  /** In data without matches the search goes faster and faster, but never past a whole file. */
  private static final int MAX_STEP = 256;

  private static final long HASH_FACTOR = 0x9e3779b97f4a7c15L; // 2^64 / golden ratio, odd

  /**
   * The latest position of each hash, counted over all blocks this encoder has seen, so that
   * whatever is below {@link #epoch} is of an earlier block.
   */
  private final int[] table = new int[1 << MAX_TABLE_BITS];

  /** The position of the current block's first byte in that count. */
  private int epoch;

  /**
   * The room that {@link #encode} needs in its output for {@code length} bytes, 0 to {@link
   * #MAX_BLOCK_BYTES}.
   */
  public static int outputRoom(int length) {
    return length + LENGTH_BYTES + ElementWriter.LITERAL_HEAD + ElementWriter.SLOP;
  }

  /**
   * Encodes a range of {@code input} to {@code output}, from {@code outputOffset} on, where {@link
   * #outputRoom} bytes may be overwritten.
   *
   * @return the length of the block in bytes; 0 if it would not save about 1/32 of the input, in
   *     which case the data are better kept as they are
   * @throws IllegalArgumentException if {@code length} is above {@link #MAX_BLOCK_BYTES}
   */
  public int encode(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    Objects.checkFromIndexSize(offset, length, input.length);
    if (length > MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "block must be at most %d bytes, got %d".formatted(MAX_BLOCK_BYTES, length));
    }
    Objects.checkFromIndexSize(outputOffset, outputRoom(length), output.length);
    if (length < MIN_SEARCHED) {
      return 0;
    }
    int elements = putLength(length, output, outputOffset);
    int limit = outputOffset + length - (length >>> 5) - 5;
    if (epoch > Integer.MAX_VALUE - length) {
      Arrays.fill(table, 0);
      epoch = 0;
    }
    int end = search(input, offset, offset + length, output, elements, limit);
    epoch += length;
    return end == 0 ? 0 : end - outputOffset;
  }

  private static int putLength(int length, byte[] output, int at) {
    int to = at;
    int rest = length;
    while (rest >= 0x80) {
      output[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    output[to++] = (byte) rest;
    return to;
  }

  /** Writes the elements and returns the place behind them, or 0 if that would pass the limit. */
  private int search(byte[] input, int start, int end, byte[] output, int at, int limit) {
    int[] positions = table;
    int bias = epoch - start; // from a place in the input to a position in the table
    int shift = 64 - tableBits(end - start);
    int unhashed = end - start < SMALL ? 32 : 24; // bits: 4 bytes are hashed, or 5
    int last = end - TAIL;
    int to = at;
    int emitted = start; // all before it is in the output
    int repeatOffset = 0; // none yet
    int next = start + 1; // the first byte has nothing before it
    while (next < last) {
      // Try three places that one read covers. What the table has of earlier blocks becomes the
      // block's first byte, which is as good a guess as any.
      long word = LittleEndian.getLong(input, next);
      int hash0 = hash(word, unhashed, shift);
      int hash1 = hash(word >>> 8, unhashed, shift);
      int candidate0 = Math.max(positions[hash0] - bias, start);
      int candidate1 = Math.max(positions[hash1] - bias, start);
      positions[hash0] = next + bias;
      positions[hash1] = next + 1 + bias;
      int match;
      int candidate;
      if (repeatOffset != 0
          && (int) (word >>> 8) == LittleEndian.getInt(input, next + 1 - repeatOffset)) {
        match = next + 1;
        candidate = match - repeatOffset;
      } else if ((int) word == LittleEndian.getInt(input, candidate0)) {
        match = next;
        candidate = candidate0;
      } else if ((int) (word >>> 8) == LittleEndian.getInt(input, candidate1)) {
        match = next + 1;
        candidate = candidate1;
      } else {
        int hash2 = hash(word >>> 16, unhashed, shift);
        candidate = Math.max(positions[hash2] - bias, start);
        positions[hash2] = next + 2 + bias;
        if ((int) (word >>> 16) != LittleEndian.getInt(input, candidate)) {
          next += Math.min(3 + ((next - emitted) >>> 6), MAX_STEP);
          continue;
        }
        match = next + 2;
      }
      while (true) {
        int matchEnd = match + 4 + matchLength(input, candidate + 4, match + 4, end);
        while (match > emitted && candidate > start && input[match - 1] == input[candidate - 1]) {
          match--;
          candidate--;
        }
        int offset = match - candidate;
        int length = matchEnd - match;
        if (offset >= 1 << 16 && length < 6 && offset != repeatOffset) {
          next = matchEnd; // the copy would be as long as what it replaces
          break;
        }
        int pending = match - emitted;
        if (to + pending > limit) {
          return 0;
        }
        if (pending > 0) {
          to = ElementWriter.literal(input, emitted, pending, end, output, to);
        }
        if (offset == repeatOffset) {
          to = ElementWriter.repeat(offset, length, output, to);
        } else {
          to = ElementWriter.copy(offset, length, output, to);
          repeatOffset = offset;
        }
        emitted = matchEnd;
        next = matchEnd;
        if (next >= last) {
          break;
        }
        // Enter the end of the match into the table and see whether another one follows at once.
        word = LittleEndian.getLong(input, next - 2);
        int here = hash(word >>> 16, unhashed, shift);
        candidate = Math.max(positions[here] - bias, start);
        positions[hash(word, unhashed, shift)] = next - 2 + bias;
        positions[hash(word >>> 8, unhashed, shift)] = next - 1 + bias;
        positions[here] = next + bias;
        if ((int) (word >>> 16) != LittleEndian.getInt(input, candidate)) {
          next++;
          break;
        }
        match = next;
      }
    }
    int pending = end - emitted;
    if (pending > 0 && to + pending <= limit) {
      to = ElementWriter.literal(input, emitted, pending, end, output, to);
    } else {
      to += pending;
    }
    return to <= limit ? to : 0;
  }

  /** Small blocks use the front of the table only, to touch little memory. */
  private static int tableBits(int length) {
    return Math.clamp(32 - Integer.numberOfLeadingZeros(length - 1), 8, MAX_TABLE_BITS);
  }

  /** A number of 64 - {@code shift} bits, made of the low 64 - {@code unhashed} of {@code word}. */
  private static int hash(long word, int unhashed, int shift) {
    return (int) (((word << unhashed) * HASH_FACTOR) >>> shift);
  }

  /** How many bytes from {@code later} on, before {@code end}, equal those from {@code earlier}. */
  private static int matchLength(byte[] input, int earlier, int later, int end) {
    int most = end - later;
    for (int length = 0; length <= most - 8; length += 8) {
      if (length == 32) { // long ones are the business of vector instructions
        int rest =
            Arrays.mismatch(
                input, earlier + length, earlier + most, input, later + length, later + most);
        return rest < 0 ? most : length + rest;
      }
      long difference =
          LittleEndian.getLong(input, earlier + length)
              ^ LittleEndian.getLong(input, later + length);
      if (difference != 0) {
        return length + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
    }
    int length = most & ~7;
    while (length < most && input[earlier + length] == input[later + length]) {
      length++;
    }
    return length;
  }
}
