package dev.dateilager.adapters.archive.s2;

import java.util.Arrays;

/**
 * S2 streams of whole byte arrays ({@code docs/spec/s2.md §2}).
 *
 * <p>For any number of threads at a time. Memory follows the data: a small array costs little, and
 * a large one no more than its stream.
 */
public final class S2 {
  private static final byte[] EMPTY = {};

  /** Plain bytes that a large stream may claim for each of its own. */
  private static final long BELIEVED = 4;

  /** From here on memory is dearer than time. */
  private static final int LARGE_BYTES = 16 << 20;

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
    if (data.length > LARGE_BYTES) {
      return compressLarge(data);
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
          stream = grow(stream, (long) at + room, MAX_ARRAY_BYTES);
        }
        at = chunks.put(data, done, length, stream, at);
      }
    }
    return Arrays.copyOf(stream, at);
  }

  /** Encodes twice, once for the length: an array that grows is there up to three times. */
  private static byte[] compressLarge(byte[] data) {
    byte[] chunk = new byte[ChunkEncoder.outputRoom(ChunkEncoder.BLOCK_BYTES)];
    try (ChunkEncoder chunks = new ChunkEncoder()) {
      long total = Chunks.putIdentifier(chunk, 0);
      for (int done = 0; done < data.length; done += block(data, done)) {
        total += chunks.put(data, done, block(data, done), chunk, 0);
      }
      byte[] stream = new byte[fitting(total)];
      int at = Chunks.putIdentifier(stream, 0);
      for (int done = 0; done < data.length; done += block(data, done)) {
        int bytes = chunks.put(data, done, block(data, done), chunk, 0);
        System.arraycopy(chunk, 0, stream, at, bytes);
        at += bytes;
      }
      return stream;
    }
  }

  /** How many bytes the chunk that begins at {@code from} holds. */
  private static int block(byte[] data, int from) {
    return Math.min(data.length - from, ChunkEncoder.BLOCK_BYTES);
  }

  /**
   * Decodes a stream; a Snappy stream too, and several in a row. A stream of 0 bytes has no data.
   *
   * <p>The result's memory is not set aside because a stream declares it, but as data prove to be
   * there: at most twice what was decoded and one chunk of 4 MiB. A large stream is believed as far
   * as {@value #BELIEVED} times its length, so that its data are not copied as they grow.
   *
   * @param maxBytes the most that the stream may decode to; above 2<sup>31</sup>−9 an array cannot
   *     hold it, and that is the limit
   * @throws S2FormatException if the stream is not valid or decodes to more
   */
  public static byte[] decompress(byte[] stream, long maxBytes) throws S2FormatException {
    int most = (int) Math.min(maxBytes, MAX_ARRAY_BYTES);
    ChunkRules rules = new ChunkRules(maxBytes < 0 ? maxBytes : most);
    byte[] data =
        stream.length > LARGE_BYTES
            ? new byte[(int) Math.min(most, Math.min(declared(stream), BELIEVED * stream.length))]
            : EMPTY;
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
          data = withRoom(data, decoded, bytes, stream.length - at == length, most);
          System.arraycopy(stream, from, data, decoded, bytes);
        }
        case COMPRESSED -> {
          int bytes = rules.decodedLength(stream, at, length);
          data = withRoom(data, decoded, bytes, stream.length - at == length, most);
          rules.decode(stream, at, length, data, decoded, data.length - decoded);
        }
      }
      at += length;
    }
    int decoded = (int) rules.decodedBytes();
    return decoded == data.length ? data : Arrays.copyOf(data, decoded);
  }

  /** What the chunks say that they hold, as far as their heads make sense. */
  private static long declared(byte[] stream) {
    long sum = 0;
    int at = 0;
    while (stream.length - at >= Chunks.HEADER_BYTES + Chunks.CHECKSUM_BYTES) {
      int word = LittleEndian.getInt(stream, at);
      int type = word & 0xff;
      int length = word >>> 8;
      int body = at + Chunks.HEADER_BYTES + Chunks.CHECKSUM_BYTES;
      int bytes =
          Math.min(length, stream.length - at - Chunks.HEADER_BYTES) - Chunks.CHECKSUM_BYTES;
      if (type == Chunks.RAW) {
        sum += Math.max(0, bytes);
      } else if (type == Chunks.COMPRESSED && bytes > 0) {
        try {
          sum += S2BlockDecoder.declaredLength(stream, body, bytes);
        } catch (S2FormatException _) {
          return sum; // told of when it is decoded
        }
      }
      if (length > stream.length - at - Chunks.HEADER_BYTES) {
        return sum;
      }
      at += Chunks.HEADER_BYTES + length;
    }
    return sum;
  }

  /**
   * Exactly enough for the last chunk, so that nothing is copied at the end; else with a reserve.
   */
  private static byte[] withRoom(byte[] data, int used, int more, boolean last, int most) {
    if (more <= data.length - used) {
      return data;
    }
    return last ? Arrays.copyOf(data, used + more) : grow(data, (long) used + more, most);
  }

  private static byte[] grow(byte[] array, long least, int most) {
    return Arrays.copyOf(array, Math.clamp(2L * array.length, fitting(least), most));
  }

  private static int fitting(long bytes) {
    if (bytes > MAX_ARRAY_BYTES) {
      throw new OutOfMemoryError(
          "stream of over %d bytes does not fit into an array".formatted(MAX_ARRAY_BYTES));
    }
    return (int) bytes;
  }
}
