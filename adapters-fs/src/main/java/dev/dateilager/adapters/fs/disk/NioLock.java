package dev.dateilager.adapters.fs.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A record lock. Closing any other channel of the file in this process would drop it (F1), so the
 * locked files of this process are remembered and never opened a second time.
 */
final class NioLock implements HeldLock {
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();
  private static final int CONTENT = 4096;

  private final Path file;
  private final FileChannel channel;

  private NioLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static LockAttempt take(Path file, boolean onlyNew) throws IOException {
    if (!MINE.add(file)) {
      return new LockAttempt.Taken("this process");
    }
    boolean got = false;
    try {
      var how =
          Set.of(
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              onlyNew ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
              NOFOLLOW_LINKS);
      var lock = new NioLock(file, FileChannel.open(file, how));
      try {
        got = lock.channel.tryLock() != null;
        return got ? new LockAttempt.Got(lock) : new LockAttempt.Taken(lock.content().strip());
      } finally {
        if (!got) {
          lock.channel.close();
        }
      }
    } finally {
      if (!got) {
        MINE.remove(file);
      }
    }
  }

  @Override
  public String content() throws DiskException {
    var buffer = ByteBuffer.allocate(CONTENT);
    try {
      channel.read(buffer, 0);
    } catch (IOException failure) {
      throw NioFailures.of("read", file, failure);
    }
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  @Override
  public void write(String content) throws DiskException {
    try {
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode(content), 0);
    } catch (IOException failure) {
      throw NioFailures.of("write", file, failure);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // the lock goes with the channel, whatever closing says
    } finally {
      MINE.remove(file);
    }
  }
}
