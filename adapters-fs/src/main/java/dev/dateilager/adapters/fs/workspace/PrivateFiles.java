package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory of ours alone (0700) in which files, links and whole packs are made before they are
 * moved to where they belong. Safe for use by many threads.
 */
final class PrivateFiles {
  private static final Set<StandardOpenOption> FRESH =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final int BUFFER = 128 << 10;

  private final Path directory;
  private final boolean posix;
  private final AtomicLong names = new AtomicLong();

  private PrivateFiles(Path directory, boolean posix) {
    this.directory = directory;
    this.posix = posix;
  }

  /** Makes {@code directory} anew and empty; what a crash left there is removed. */
  static PrivateFiles fresh(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    TreeRemoval.removeAll(directory);
    Files.createDirectory(directory, attributes(posix, 0700));
    return new PrivateFiles(directory, posix);
  }

  /** A name in it that was never used. */
  Path name() {
    return directory.resolve(Long.toString(names.incrementAndGet(), Character.MAX_RADIX));
  }

  /**
   * Makes a file with the present entry's body and exactly these permissions. {@code file} lies in
   * this directory, so nobody else can put a link there (F2, F3).
   *
   * @throws IOException if it exists, or could not be written; then it is gone again
   */
  void write(Path file, EntryReader body, long size, int permissions)
      throws IOException, DateiLagerException {
    var buffer = new byte[Math.clamp(size, 1, BUFFER)];
    boolean whole = false;
    try (FileChannel channel = FileChannel.open(file, FRESH, attributes(posix, 0600))) {
      try {
        for (int length = body.read(buffer, 0, buffer.length);
            length >= 0;
            length = body.read(buffer, 0, buffer.length)) {
          drain(channel, ByteBuffer.wrap(buffer, 0, length));
        }
        whole = true;
      } finally {
        if (!whole) {
          Files.deleteIfExists(file);
        }
      }
    }
    permit(file, permissions);
  }

  /**
   * Makes a file with the bytes and permissions of {@code source}, a regular file that is no link.
   *
   * @throws IOException if {@code file} exists or could not be written
   */
  void copy(Path source, Path file, int permissions) throws IOException {
    try (FileChannel from =
            FileChannel.open(source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        FileChannel to = FileChannel.open(file, FRESH, attributes(posix, 0600))) {
      long size = from.size();
      for (long done = 0; done < size; ) {
        long moved = from.transferTo(done, size - done, to);
        if (moved <= 0) {
          throw new IOException("'%s' became shorter while it was copied".formatted(source));
        }
        done += moved;
      }
    }
    permit(file, permissions);
  }

  /** Makes a file of state, flushed when this returns; its mode is less the umask. */
  Path state(byte[] bytes, int mode, FlushedWrites flushed) throws IOException {
    Path file = name();
    try (FileChannel channel = FileChannel.open(file, FRESH, attributes(posix, mode))) {
      drain(channel, ByteBuffer.wrap(bytes));
      flushed.force(channel);
    }
    return file;
  }

  /** Makes a link with exactly this text, where the platform can; Java alone normalises it. */
  static void link(String text, Path link) throws IOException {
    Path target = link.getFileSystem().getPath(text);
    if (target.toString().equals(text) || !LinuxCalls.serve(link)) {
      Files.createSymbolicLink(link, target);
    } else {
      LinuxCalls.symlink(text, link);
    }
  }

  /** Sets exactly this mode on a file that only we can reach. */
  void permit(Path file, int permissions) throws IOException {
    if (posix) {
      Files.setPosixFilePermissions(file, FileState.permissions(permissions));
    }
  }

  /** Removes the directory and what is left in it. */
  void remove() throws IOException {
    TreeRemoval.removeAll(directory);
  }

  private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static FileAttribute<?>[] attributes(boolean posix, int mode) {
    if (!posix) {
      return new FileAttribute<?>[0];
    }
    FileAttribute<Set<PosixFilePermission>> permissions =
        PosixFilePermissions.asFileAttribute(FileState.permissions(mode));
    return new FileAttribute<?>[] {permissions};
  }
}
