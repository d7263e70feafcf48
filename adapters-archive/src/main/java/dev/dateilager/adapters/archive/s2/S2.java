package dev.dateilager.adapters.archive.s2;

import java.util.Arrays;

/**
 * S2 streams of whole byte arrays ({@code docs/spec/s2.md §2}).
 *
 * <p>For any number of threads at a time. Memory follows the data: a small array costs little.
 */
public final class S2 {
  private static final byte[] EMPTY = {};

  /** The largest array that is sure to be allowed. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private S2() {}

  /**
   * Makes a stream of {@code data}: chunks of 1 MiB, the last one shorter, each compressed if that
   * saves about 1/32. No data make a stream of 0 bytes.
   *
   * @throws OutOfMemoryError if the stream does not fit into one array
   */
  public static byte[] compress(byte[] data) {
    if (data.length == 0) {
      return EMPTY;
    }
    byte[] stream =
        new byte[16 + ChunkEncoder.outputRoom(Math.min(data.length, ChunkEncoder.BLOCK_BYTES))];
    int at = Chunks.putIdentifier(stream, 0);
    try (ChunkEncoder chunks = new ChunkEncoder()) {
      int length;
      for (int done = 0; done < data.length; done += length) {
        length = Math.min(data.length - done, ChunkEncoder.BLOCK_BYTES);
        int room = ChunkEncoder.outputRoom(length);
        if (room > stream.length - at) {
          stream = grow(stream, (long) at + room);
        }
        at = chunks.put(data, done, length, stream, at);
      }
    }
    return Arrays.copyOf(stream, at);
  }

  /**
   * Decodes a stream; a Snappy stream too, and several in a row. A stream of 0 bytes has no data.
   *
   * <p>The result's memory is not set aside because a stream declares it, but as data prove to be
   * there: at most twice what was decoded and one chunk of 4 MiB.
   *
   * @param maxBytes the most that the stream may decode to; above 2<sup>31</sup>−9 an array cannot
   *     hold it, and that is the limit
   * @throws S2FormatException if the stream is not valid or decodes to more
   */
  public static byte[] decompress(byte[] stream, long maxBytes) throws S2FormatException {
    ChunkRules rules = new ChunkRules(Math.min(maxBytes, MAX_ARRAY_BYTES));
    byte[] data = EMPTY;
    int at = 0;
    while (at < stream.length) {
      int header = at;
      if (stream.length - at < Chunks.HEADER_BYTES) {
        throw rules.cutOff(header, "a chunk header");
      }
      int word = LittleEndian.getInt(stream, at);
      int length = word >>> 8;
      ChunkRules.Kind kind = rules.enter(word & 0xff, length, header);
      at += Chunks.HEADER_BYTES;
      if (length > stream.length - at) {
        throw rules.cutOff(header, "a chunk body");
      }
      int decoded = (int) rules.decodedBytes();
      switch (kind) {
        case IDENTIFIER -> rules.identify(stream, at);
        case SKIPPABLE -> {}
        case RAW -> {
          int from = at + Chunks.CHECKSUM_BYTES;
          int bytes = length - Chunks.CHECKSUM_BYTES;
          rules.verify(stream, at, stream, from, bytes);
          data = withRoom(data, decoded, bytes, stream.length - at == length);
          System.arraycopy(stream, from, data, decoded, bytes);
        }
        case COMPRESSED -> {
          int bytes = rules.decodedLength(stream, at, length);
          data = withRoom(data, decoded, bytes, stream.length - at == length);
          rules.decode(stream, at, length, data, decoded, data.length - decoded);
        }
      }
      at += length;
    }
    int decoded = (int) rules.decodedBytes();
    return decoded == data.length ? data : Arrays.copyOf(data, decoded);
  }

  /**
   * Exactly enough for the last chunk, so that nothing is copied at the end; else with a reserve.
   */
  private static byte[] withRoom(byte[] data, int used, int more, boolean last) {
    if (more <= data.length - used) {
      return data;
    }
    return last ? Arrays.copyOf(data, used + more) : grow(data, (long) used + more);
  }

  private static byte[] grow(byte[] array, long least) {
    if (least > MAX_ARRAY_BYTES) {
      throw new OutOfMemoryError(
          "stream of over %d bytes does not fit into an array".formatted(MAX_ARRAY_BYTES));
    }
    return Arrays.copyOf(array, (int) Math.clamp(2L * array.length, least, MAX_ARRAY_BYTES));
  }
}
