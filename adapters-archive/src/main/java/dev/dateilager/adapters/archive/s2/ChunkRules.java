package dev.dateilager.adapters.archive.s2;

import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.CHECKSUM;
import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.CORRUPT;
import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.TOO_LARGE;
import static dev.dateilager.adapters.archive.s2.S2FormatException.Problem.UNSUPPORTED;

/**
 * What a reader may accept next in one stream: decides every error of {@code s2.md §5} that does
 * not need more bytes than it is given, before memory is set aside for them.
 *
 * <p>The reader tells it of each chunk by {@link #enter}, and then, by its kind, calls {@link
 * #identify} or {@link #decodedLength} and {@link #decode}.
 */
final class ChunkRules {
  /** What a chunk is to the reader. */
  enum Kind {
    IDENTIFIER,
    COMPRESSED,
    RAW,
    SKIPPABLE
  }

  private final long maxBytes;
  private long position; // of the current chunk's header
  private long decodedBytes;
  private int blockLimit; // 0 until the first identifier

  /**
   * @param maxBytes the most that all chunks together may decode to
   */
  ChunkRules(long maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("limit must not be negative, got " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /** Accepts the chunk whose header is at {@code headerPosition} in the stream. */
  Kind enter(int type, int bodyBytes, long headerPosition) throws S2FormatException {
    position = headerPosition;
    if (type == Chunks.IDENTIFIER) {
      if (bodyBytes != Chunks.IDENTIFIER_BODY_BYTES) {
        throw corrupt("stream identifier has %d bytes instead of 6".formatted(bodyBytes));
      }
      return Kind.IDENTIFIER;
    }
    if (blockLimit == 0) {
      throw corrupt("stream starts with chunk type %02x, not its identifier".formatted(type));
    }
    if (type >= Chunks.FIRST_SKIPPABLE) {
      return Kind.SKIPPABLE;
    }
    if (type != Chunks.COMPRESSED && type != Chunks.RAW) {
      throw error(UNSUPPORTED, "chunk type %02x is reserved".formatted(type));
    }
    if (bodyBytes < Chunks.CHECKSUM_BYTES) {
      throw corrupt("chunk of %d bytes has no room for its checksum".formatted(bodyBytes));
    }
    if (type == Chunks.RAW) {
      expect(bodyBytes - Chunks.CHECKSUM_BYTES);
      return Kind.RAW;
    }
    if (bodyBytes > Chunks.MAX_COMPRESSED_BODY_BYTES) {
      throw corrupt(
          "compressed chunk has %d bytes, more than %d"
              .formatted(bodyBytes, Chunks.MAX_COMPRESSED_BODY_BYTES));
    }
    return Kind.COMPRESSED;
  }

  /** Accepts the text of an identifier, which lies at {@code at}. */
  void identify(byte[] body, int at) throws S2FormatException {
    if (Chunks.isS2Identifier(body, at)) {
      blockLimit = Chunks.MAX_BLOCK_BYTES;
    } else if (Chunks.isSnappyIdentifier(body, at)) {
      blockLimit = Chunks.MAX_SNAPPY_BLOCK_BYTES;
    } else {
      throw corrupt("stream identifier is neither that of S2 nor that of Snappy");
    }
  }

  /** The size of the data in the compressed chunk whose body, checksum first, is given. */
  int decodedLength(byte[] body, int at, int length) throws S2FormatException {
    long declared;
    try {
      declared =
          S2BlockDecoder.declaredLength(
              body, at + Chunks.CHECKSUM_BYTES, length - Chunks.CHECKSUM_BYTES);
    } catch (S2FormatException e) {
      throw badBlock(e);
    }
    expect(declared);
    return (int) declared;
  }

  /**
   * Decodes a compressed chunk whose {@link #decodedLength} was accepted, and compares checksums.
   */
  void decode(byte[] body, int at, int length, byte[] output, int outputOffset, int outputLength)
      throws S2FormatException {
    int decoded;
    try {
      decoded =
          S2BlockDecoder.decode(
              body,
              at + Chunks.CHECKSUM_BYTES,
              length - Chunks.CHECKSUM_BYTES,
              output,
              outputOffset,
              outputLength);
    } catch (S2FormatException e) {
      throw badBlock(e);
    }
    verify(body, at, output, outputOffset, decoded);
  }

  /** Compares the checksum at the start of a chunk's body with that of its decoded data. */
  void verify(byte[] body, int at, byte[] data, int offset, int length) throws S2FormatException {
    int stored = LittleEndian.getInt(body, at);
    int computed = Chunks.checksum(data, offset, length);
    if (stored != computed) {
      throw error(
          CHECKSUM,
          "chunk of %d decoded bytes has checksum %08x, but its data have %08x"
              .formatted(length, stored, computed));
    }
    decodedBytes += length;
  }

  /** All bytes that were decoded and found right so far. */
  long decodedBytes() {
    return decodedBytes;
  }

  /** The input has ended where it must not. */
  S2FormatException cutOff(long headerPosition, String where) {
    position = headerPosition;
    return corrupt("stream ends inside " + where);
  }

  private void expect(long dataBytes) throws S2FormatException {
    if (dataBytes > blockLimit) {
      throw corrupt("chunk holds %d bytes of data, more than %d".formatted(dataBytes, blockLimit));
    }
    if (dataBytes > maxBytes - decodedBytes) {
      throw error(
          TOO_LARGE, "stream decodes to more than the %d bytes allowed".formatted(maxBytes));
    }
  }

  private S2FormatException badBlock(S2FormatException cause) {
    return new S2FormatException(
        cause.problem(),
        position,
        "chunk at byte %d: at byte %d of its block: %s"
            .formatted(position, cause.position(), cause.getMessage()),
        cause);
  }

  private S2FormatException corrupt(String message) {
    return error(CORRUPT, message);
  }

  private S2FormatException error(S2FormatException.Problem problem, String message) {
    return new S2FormatException(
        problem, position, "chunk at byte %d: %s".formatted(position, message));
  }
}
