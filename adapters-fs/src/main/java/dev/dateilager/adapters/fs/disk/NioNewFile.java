package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file being written through a channel. For one thread. */
final class NioNewFile implements NewFile {
  private final NioDir dir;
  private final String name;
  private final Path file;
  private final FileChannel channel;

  NioNewFile(NioDir dir, String name, Path file) throws IOException {
    this.dir = dir;
    this.name = name;
    this.file = file;
    this.channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws DiskException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException failure) {
      throw NioFailures.of("write", file, failure);
    }
  }

  @Override
  public void finish(int mode, boolean durable) throws DiskException {
    dir.chmod(name, mode);
    try {
      if (durable) {
        channel.force(true);
      }
      channel.close();
    } catch (IOException failure) {
      throw NioFailures.of("write", file, failure);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // the file is given up; what was to be kept went through finish
    }
  }
}
