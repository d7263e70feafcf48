package dev.dateilager.adapters.postgres.transfer;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Writes a stream of bytes as frames. Holds one frame in memory. Without {@link #finish} what was
 * written is no export.
 */
public final class FrameOutput extends OutputStream {
  private final DataOutputStream out;
  private final byte[] frame = new byte[Frames.MOST_BYTES];
  private final MessageDigest sum = Frames.sum();
  private int filled;
  private long frames;
  private long total;

  /**
   * Begins an export.
   *
   * @param out left open by this
   */
  public FrameOutput(OutputStream out) throws IOException {
    this.out = new DataOutputStream(out);
    out.write(Frames.head());
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, frame.length - filled);
      System.arraycopy(bytes, at, frame, filled, taken);
      filled += taken;
      at += taken;
      left -= taken;
      if (filled == frame.length) {
        send();
      }
    }
  }

  private void send() throws IOException {
    out.writeInt(filled);
    out.writeInt(Frames.check(frames, frame, filled));
    out.write(frame, 0, filled);
    sum.update(frame, 0, filled);
    total += filled;
    frames++;
    filled = 0;
  }

  /** Ends the export: now it is whole. */
  public void finish() throws IOException {
    if (filled > 0) {
      send();
    }
    out.writeInt(0);
    out.writeLong(total);
    out.write(sum.digest());
    out.flush();
  }
}
