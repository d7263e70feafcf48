package dev.dateilager.adapters.archive.s2;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Writes data chunks, compressed if that saves enough and raw if not.
 *
 * <p>A chunk depends on its data alone. Taken from a pool and given back by {@link #close}, as its
 * tables are larger than most files; the pool keeps one for each processor at most. Not for use by
 * two threads at a time.
 */
final class ChunkEncoder implements AutoCloseable {
  /** Plain bytes in a chunk: what every reader takes, and what the default Go writer makes. */
  static final int BLOCK_BYTES = 1 << 20;

  private static final int HEAD = Chunks.HEADER_BYTES + Chunks.CHECKSUM_BYTES;

  private static final ArrayBlockingQueue<S2BlockEncoder> IDLE =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private final S2BlockEncoder blocks;

  ChunkEncoder() {
    S2BlockEncoder idle = IDLE.poll();
    blocks = idle != null ? idle : new S2BlockEncoder();
  }

  /** The room that {@link #put} needs in its output for {@code length} bytes of data. */
  static int outputRoom(int length) {
    return HEAD + S2BlockEncoder.outputRoom(length);
  }

  /** Writes one chunk of at most {@link #BLOCK_BYTES} data and returns the place behind it. */
  int put(byte[] data, int offset, int length, byte[] output, int at) {
    int encoded = blocks.encode(data, offset, length, output, at + HEAD);
    if (encoded == 0) {
      System.arraycopy(data, offset, output, at + HEAD, length);
    }
    int stored = encoded == 0 ? length : encoded;
    Chunks.putHeader(
        encoded == 0 ? Chunks.RAW : Chunks.COMPRESSED, Chunks.CHECKSUM_BYTES + stored, output, at);
    LittleEndian.putInt(output, at + Chunks.HEADER_BYTES, Chunks.checksum(data, offset, length));
    return at + HEAD + stored;
  }

  /** Gives the tables back; this encoder must not be used afterwards. */
  @Override
  public void close() {
    IDLE.offer(blocks); // a full pool drops it
  }
}
