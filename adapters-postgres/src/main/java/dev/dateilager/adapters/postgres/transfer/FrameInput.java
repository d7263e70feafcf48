package dev.dateilager.adapters.postgres.transfer;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link FrameOutput} wrote. No byte is given out before its frame was checked; the end
 * is given only after the sum of the whole was. Holds one frame in memory, whatever lengths are
 * declared.
 */
public final class FrameInput extends InputStream {
  private final DataInputStream in;
  private final MessageDigest sum = Frames.sum();
  private byte[] frame = new byte[0];
  private int at;
  private long frames;
  private long total;
  private boolean ended;

  /**
   * Begins to read.
   *
   * @param in left open by this
   * @throws DamagedFile if it is no export, or one of another version
   */
  public FrameInput(InputStream in) throws IOException {
    this.in = new DataInputStream(in);
    byte[] expected = Frames.head();
    byte[] head = in.readNBytes(expected.length);
    if (!Frames.isExport(head)) {
      throw new DamagedFile("it is no export of DateiLager");
    }
    if (!Arrays.equals(head, expected)) {
      throw new DamagedFile(
          "it is an export of format %d, this program reads format %d"
              .formatted(head[head.length - 1], expected[expected.length - 1]));
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (at == frame.length && !next()) {
      return -1;
    }
    int taken = Math.min(length, frame.length - at);
    System.arraycopy(frame, at, bytes, offset, taken);
    at += taken;
    return taken;
  }

  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    try {
      int length = in.readInt();
      if (length == 0) {
        checkEnd();
        ended = true;
        return false;
      }
      if (length < 0 || length > Frames.MOST_BYTES) {
        throw new DamagedFile("frame %d has an impossible length".formatted(frames));
      }
      int check = in.readInt();
      var payload = new byte[length];
      in.readFully(payload);
      if (Frames.check(frames, payload, length) != check) {
        throw new DamagedFile("frame %d is damaged".formatted(frames));
      }
      sum.update(payload);
      frame = payload;
      at = 0;
      frames++;
      total += length;
      return true;
    } catch (EOFException cut) {
      throw new DamagedFile("it ends within or after frame %d: it was cut short".formatted(frames));
    }
  }

  private void checkEnd() throws IOException {
    long declared = in.readLong();
    var digest = new byte[Frames.SUM_BYTES];
    in.readFully(digest);
    if (declared != total || !MessageDigest.isEqual(digest, sum.digest())) {
      throw new DamagedFile("the sum at its end is not that of its content");
    }
    if (in.read() >= 0) {
      throw new DamagedFile("something follows its end");
    }
  }
}
