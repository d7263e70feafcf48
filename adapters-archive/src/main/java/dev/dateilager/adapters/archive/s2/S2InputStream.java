package dev.dateilager.adapters.archive.s2;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of an S2 or Snappy stream ({@code docs/spec/s2.md §2}), or of several in a row.
 *
 * <p>Hands out nothing of a chunk before all of it is decoded and its checksum is found right. So
 * what precedes a bad chunk is delivered, and the read that reaches the chunk throws an {@link
 * S2FormatException}, as does every later one. Holds one chunk and its data, 8 MiB at most, and
 * that only as far as the input really has them. Reads from the input no byte before it is needed
 * and none behind the end of the chunk in hand, in large pieces where it can.
 *
 * <p>Not for use by two threads at a time.
 */
public final class S2InputStream extends InputStream {
  private static final byte[] EMPTY = {};

  /** How much of a body is read before its buffer grows. */
  private static final int FIRST_PIECE = 1 << 14;

  /** Room behind a block that lets the decoder run fast to its end. */
  private static final int DECODER_SLOP = 128;

  private final InputStream encoded;
  private final ChunkRules rules;
  private long encodedBytes;

  private byte[] body = EMPTY; // of the current chunk
  private byte[] block = EMPTY; // what the last compressed chunk decoded to

  private byte[] ready = EMPTY; // body or block: holds the data to hand out
  private int readyFrom;
  private int readyTo;

  private @Nullable IOException failure;
  private boolean closed;

  /**
   * Reads a stream without limiting its total size.
   *
   * @param encoded closed by {@link #close}
   */
  public S2InputStream(InputStream encoded) {
    this(encoded, Long.MAX_VALUE);
  }

  /**
   * Reads a stream of limited size.
   *
   * @param encoded closed by {@link #close}
   * @param maxBytes the most that it may decode to; a chunk that would pass it is not decoded but
   *     reported as {@code TOO_LARGE}
   */
  public S2InputStream(InputStream encoded, long maxBytes) {
    this.encoded = encoded;
    this.rules = new ChunkRules(maxBytes);
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[readyFrom++] & 0xff : -1;
  }

  /** Reads up to {@code length} bytes, all from one chunk. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, readyTo - readyFrom);
    System.arraycopy(ready, readyFrom, target, offset, count);
    readyFrom += count;
    return count;
  }

  /** Skips up to {@code count} bytes of one chunk, which is decoded and checked like any other. */
  @Override
  public long skip(long count) throws IOException {
    if (count <= 0 || !fill()) {
      return 0;
    }
    int skipped = (int) Math.min(count, readyTo - readyFrom);
    readyFrom += skipped;
    return skipped;
  }

  /** What is left of the chunk in hand. */
  @Override
  public int available() throws IOException {
    requireOpen();
    return readyTo - readyFrom;
  }

  /** How many bytes of the encoded stream have been read so far. */
  public long encodedBytes() {
    return encodedBytes;
  }

  /** How many bytes have been decoded so far, handed out or not. */
  public long decodedBytes() {
    return rules.decodedBytes();
  }

  /** Closes the encoded stream and lets go of the memory. */
  @Override
  public void close() throws IOException {
    closed = true;
    body = EMPTY;
    block = EMPTY;
    ready = EMPTY;
    readyFrom = 0;
    readyTo = 0;
    encoded.close();
  }

  /** Makes at least one byte ready; false at the end of the stream. */
  private boolean fill() throws IOException {
    requireOpen();
    if (readyFrom < readyTo) {
      return true;
    }
    if (failure instanceof S2FormatException bad) {
      throw new S2FormatException(
          bad.problem(), bad.position(), "an earlier read failed: " + bad.getMessage(), bad);
    }
    if (failure != null) {
      throw new IOException("an earlier read of the encoded stream failed", failure);
    }
    try {
      while (readyFrom == readyTo) {
        if (!nextChunk()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Reads one chunk of any kind; false if there is none. */
  private boolean nextChunk() throws IOException {
    long position = encodedBytes;
    int type = encoded.read();
    if (type < 0) {
      return false;
    }
    encodedBytes++;
    if (body.length == 0) {
      body = new byte[16];
    }
    if (readBody(0, 3) < 3) {
      throw rules.cutOff(position, "a chunk header");
    }
    int length = (int) LittleEndian.getUnsigned(body, 0, 3);
    ChunkRules.Kind kind = rules.enter(type, length, position);
    boolean complete = kind == ChunkRules.Kind.SKIPPABLE ? skipBody(length) : readBody(length);
    if (!complete) {
      throw rules.cutOff(position, "a chunk body");
    }
    switch (kind) {
      case IDENTIFIER -> rules.identify(body, 0);
      case SKIPPABLE -> {}
      case RAW -> {
        int dataBytes = length - Chunks.CHECKSUM_BYTES;
        rules.verify(body, 0, body, Chunks.CHECKSUM_BYTES, dataBytes);
        makeReady(body, Chunks.CHECKSUM_BYTES, dataBytes);
      }
      case COMPRESSED -> {
        int dataBytes = rules.decodedLength(body, 0, length);
        if (dataBytes > block.length - DECODER_SLOP) {
          block = EMPTY; // not both at a time
          block = new byte[dataBytes + DECODER_SLOP];
        }
        rules.decode(body, 0, length, block, 0, block.length);
        makeReady(block, 0, dataBytes);
      }
    }
    return true;
  }

  private void makeReady(byte[] source, int from, int length) {
    ready = source;
    readyFrom = from;
    readyTo = from + length;
  }

  /** Reads a body of {@code length} bytes, whose buffer grows as they arrive; false if cut off. */
  private boolean readBody(int length) throws IOException {
    int read = 0;
    while (read < length) {
      if (read == body.length || (body.length < FIRST_PIECE && body.length < length)) {
        int room = Math.max(2 * body.length, FIRST_PIECE);
        body = Arrays.copyOf(body, Math.min(room, length));
      }
      int wanted = Math.min(length, body.length) - read;
      int got = readBody(read, wanted);
      if (got < wanted) {
        return false;
      }
      read += got;
    }
    return true;
  }

  private boolean skipBody(int length) throws IOException {
    if (body.length < FIRST_PIECE) {
      body = new byte[FIRST_PIECE];
    }
    int left = length;
    while (left > 0) {
      int wanted = Math.min(left, body.length);
      if (readBody(0, wanted) < wanted) { // some streams can skip past their end, none can read so
        return false;
      }
      left -= wanted;
    }
    return true;
  }

  private int readBody(int at, int wanted) throws IOException {
    int got = encoded.readNBytes(body, at, wanted);
    encodedBytes += got;
    return got;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("stream is closed");
    }
  }
}
