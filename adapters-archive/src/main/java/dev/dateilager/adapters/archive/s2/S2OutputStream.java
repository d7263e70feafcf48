package dev.dateilager.adapters.archive.s2;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes an S2 stream ({@code docs/spec/s2.md §2}) of chunks that hold 1 MiB of data, the last one
 * less.
 *
 * <p>The encoded bytes depend on the data alone, not on how they are split into calls nor on {@link
 * #flush}. No data make an encoded stream of 0 bytes. Memory grows with the data to 2 MiB; the
 * encoder's tables are held only while a chunk is made. After a failed write only {@link #close}
 * may be called, and writes no more.
 *
 * <p>Not for use by two threads at a time.
 */
public final class S2OutputStream extends OutputStream {
  private static final byte[] EMPTY = {};
  private static final int FIRST_ROOM = 1 << 12;

  private enum State {
    NEW, // not even the identifier is written
    STARTED,
    FAILED,
    CLOSED
  }

  private final OutputStream encoded;
  private State state = State.NEW;
  private byte[] block = EMPTY; // data that do not fill a chunk yet
  private int blockBytes;
  private byte[] output = EMPTY;

  /**
   * @param encoded closed by {@link #close}
   */
  public S2OutputStream(OutputStream encoded) {
    this.encoded = encoded;
  }

  @Override
  public void write(int b) throws IOException {
    requireWritable();
    reserve(1);
    block[blockBytes++] = (byte) b;
    if (blockBytes == ChunkEncoder.BLOCK_BYTES) {
      putBlock();
    }
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    requireWritable();
    int done = 0;
    while (done < length) {
      int left = length - done;
      if (blockBytes == 0 && left >= ChunkEncoder.BLOCK_BYTES) {
        put(data, offset + done, ChunkEncoder.BLOCK_BYTES);
        done += ChunkEncoder.BLOCK_BYTES;
        continue;
      }
      int count = Math.min(left, ChunkEncoder.BLOCK_BYTES - blockBytes);
      reserve(count);
      System.arraycopy(data, offset + done, block, blockBytes, count);
      blockBytes += count;
      done += count;
      if (blockBytes == ChunkEncoder.BLOCK_BYTES) {
        putBlock();
      }
    }
  }

  /**
   * Flushes the encoded stream. Data that do not fill a chunk yet stay here until {@link #close}.
   */
  @Override
  public void flush() throws IOException {
    requireWritable();
    encoded.flush();
  }

  /** Writes what is left, unless a write failed before, and closes the encoded stream. */
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    try (encoded) {
      if (state != State.FAILED && blockBytes > 0) {
        putBlock();
      }
    } finally {
      state = State.CLOSED;
      block = EMPTY;
      output = EMPTY;
    }
  }

  private void reserve(int count) {
    int needed = blockBytes + count;
    if (needed > block.length) {
      int room = Math.max(2 * block.length, FIRST_ROOM);
      block = Arrays.copyOf(block, Math.clamp(room, needed, ChunkEncoder.BLOCK_BYTES));
    }
  }

  private void putBlock() throws IOException {
    int length = blockBytes;
    blockBytes = 0;
    put(block, 0, length);
  }

  private void put(byte[] data, int offset, int length) throws IOException {
    int room = 16 + ChunkEncoder.outputRoom(length);
    if (output.length < room) {
      output = new byte[room];
    }
    int at = state == State.NEW ? Chunks.putIdentifier(output, 0) : 0;
    try (ChunkEncoder chunks = new ChunkEncoder()) {
      at = chunks.put(data, offset, length, output, at);
    }
    state = State.FAILED; // unless the write returns
    encoded.write(output, 0, at);
    state = State.STARTED;
  }

  private void requireWritable() throws IOException {
    if (state == State.CLOSED) {
      throw new IOException("stream is closed");
    }
    if (state == State.FAILED) {
      throw new IOException("an earlier write to the encoded stream failed");
    }
  }
}
