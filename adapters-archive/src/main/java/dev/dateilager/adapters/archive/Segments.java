package dev.dateilager.adapters.archive;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes written bit by bit, then put together once: an array that grows by doubling would be there
 * up to three times. Not for use by two threads at a time.
 */
final class Segments extends OutputStream {
  private static final int FIRST_BYTES = 1 << 12;
  private static final int MOST_BYTES = 1 << 20;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] current = new byte[FIRST_BYTES];
  private int used;
  private long total;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == current.length) {
        full.add(current);
        current = new byte[Math.min(2 * current.length, MOST_BYTES)];
        used = 0;
      }
      int part = Math.min(length - done, current.length - used);
      System.arraycopy(bytes, offset + done, current, used, part);
      used += part;
      done += part;
    }
    total += length;
  }

  /**
   * All bytes; nothing may be written afterwards.
   *
   * @throws OutOfMemoryError if they do not fit into one array
   */
  byte[] join() {
    if (total > Integer.MAX_VALUE - 8) {
      throw new OutOfMemoryError("%d bytes do not fit into an array".formatted(total));
    }
    if (full.isEmpty()) {
      return Arrays.copyOf(current, used);
    }
    byte[] all = new byte[(int) total];
    int at = 0;
    for (byte[] segment : full) {
      System.arraycopy(segment, 0, all, at, segment.length);
      at += segment.length;
    }
    System.arraycopy(current, 0, all, at, used);
    return all;
  }
}
