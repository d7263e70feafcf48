package dev.dateilager.adapters.postgres.files;

import dev.dateilager.domain.model.DateiLagerException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Bytes kept on disk while an update is gathered. The file is readable by its owner only and has no
 * name once it is open, so that it vanishes with the process, however that ends (I11). Not
 * thread-safe.
 */
public final class SpoolFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int SLICE = 1 << 20;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long written;

  private SpoolFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes an empty one in an existing directory. */
  public static SpoolFile create(Path directory) throws DateiLagerException {
    Path file = directory.resolve("update-" + UUID.randomUUID());
    try {
      return new SpoolFile(
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE), // which unlinks at once where it can
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (IOException failed) {
      throw FileTrouble.of("could not make a file in '%s'".formatted(directory), failed);
    }
  }

  /** How many bytes it holds. */
  public long size() {
    return written + buffer.position();
  }

  /**
   * Appends all of {@code bytes}.
   *
   * @return where they begin
   */
  public long append(byte[] bytes) throws DateiLagerException {
    long position = size();
    try {
      if (bytes.length > buffer.remaining()) {
        drain();
      }
      if (bytes.length > BUFFER) {
        writeInSlices(bytes);
      } else {
        buffer.put(bytes);
      }
      return position;
    } catch (IOException failed) {
      throw FileTrouble.of("could not spool %d bytes".formatted(bytes.length), failed);
    }
  }

  /** A channel copies what it is given into memory outside the heap, and keeps that memory. */
  private void writeInSlices(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; from += SLICE) {
      write(ByteBuffer.wrap(bytes, from, Math.min(SLICE, bytes.length - from)));
    }
  }

  private void drain() throws IOException {
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written += channel.write(bytes, written);
    }
  }

  /** The {@code length} bytes from {@code position} on. */
  public byte[] read(long position, int length) throws DateiLagerException {
    byte[] bytes = new byte[length];
    try {
      drain();
      int done = 0;
      while (done < length) {
        int read =
            channel.read(
                ByteBuffer.wrap(bytes, done, Math.min(SLICE, length - done)), position + done);
        if (read < 0) {
          throw new EOFException("spool ends before byte " + (position + length));
        }
        done += read;
      }
      return bytes;
    } catch (IOException failed) {
      throw FileTrouble.of("could not read %d spooled bytes".formatted(length), failed);
    }
  }

  /** Everything that was appended so far, from the start. Closing it leaves the file open. */
  public InputStream stream() throws DateiLagerException {
    try {
      drain();
    } catch (IOException failed) {
      throw FileTrouble.of("could not spool", failed);
    }
    return new BufferedInputStream(new FromStart(channel, written), BUFFER);
  }

  @Override
  public void close() throws DateiLagerException {
    try {
      channel.close();
    } catch (IOException failed) {
      throw FileTrouble.of("could not close a spool", failed);
    }
  }

  private static final class FromStart extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    FromStart(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position >= end) {
        return -1;
      }
      int most = (int) Math.min(length, end - position);
      int count = channel.read(ByteBuffer.wrap(target, offset, most), position);
      if (count < 0) {
        throw new EOFException("spool ends before byte " + end);
      }
      position += count;
      return count;
    }
  }
}
