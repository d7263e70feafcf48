package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * The right to use a data directory: held by one process at a time, and given back by the kernel
 * when that process dies (I14).
 *
 * <p>A POSIX lock vanishes when any channel of its file is closed in the same process (F1), so the
 * directories held by this process are remembered, and a second channel is never opened.
 */
public final class DataLock implements AutoCloseable {
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path data;
  private final FileChannel channel;

  private DataLock(Path data, FileChannel channel) {
    this.data = data;
    this.channel = channel;
  }

  /**
   * Takes the lock of an existing directory.
   *
   * @param data its real path
   * @throws FailedPrecondition if another daemon has it; nothing in the directory was changed
   */
  public static DataLock take(Path data) throws DateiLagerException {
    synchronized (HELD_HERE) {
      if (!HELD_HERE.add(data)) {
        throw inUse(data, "this process");
      }
      try {
        return lock(data);
      } catch (IOException failed) {
        HELD_HERE.remove(data);
        throw FileTrouble.of("could not lock data directory '%s'".formatted(data), failed);
      } catch (DateiLagerException inUse) {
        HELD_HERE.remove(data);
        throw inUse;
      }
    }
  }

  private static DataLock lock(Path data) throws IOException, FailedPrecondition {
    Path file = data.resolve("postgres.lock");
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() == null) {
        throw inUse(data, "process " + Files.readString(file).strip());
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0); // for people only, never read to decide
      return new DataLock(data, channel);
    } catch (IOException | FailedPrecondition failed) {
      channel.close();
      throw failed;
    }
  }

  private static FailedPrecondition inUse(Path data, String holder) {
    return new FailedPrecondition(
        "data directory '%s' is in use by %s; stop that one or choose another directory"
            .formatted(data, holder));
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    synchronized (HELD_HERE) {
      try (channel) {
        HELD_HERE.remove(data);
      }
    }
  }
}
