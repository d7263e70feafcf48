package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code .lock} of a cache folder: its being there is the lock for Go's clients (formats.md
 * §4); ours also hold it as a file lock and write their process id into it, so that one which a
 * crash left is seen as such and taken over (client.md oddity 10, R5).
 */
final class CacheLock implements AutoCloseable {
  private static final int TRIES = 8; // another download of ours may end while we look

  private final Path file;
  private final FileClaim claim;

  private CacheLock(Path file, FileClaim claim) {
    this.file = file;
    this.claim = claim;
  }

  /**
   * Takes the lock.
   *
   * @throws FailedPrecondition if it is taken, or an empty one stands there
   */
  static CacheLock take(Path file) throws IOException, FailedPrecondition {
    for (int i = 0; i < TRIES; i++) {
      try {
        Optional<FileClaim> made = FileClaim.take(file, true);
        if (made.isPresent()) {
          return signed(file, made.get());
        }
      } catch (FileAlreadyExistsException _) {
        // looked at below
      }
      try {
        return takeOver(file);
      } catch (NoSuchFileException _) {
        // given back meanwhile
      }
    }
    throw refused(file, "other downloads come and go");
  }

  private static CacheLock takeOver(Path file) throws IOException, FailedPrecondition {
    if (Files.size(file) == 0) { // also if ours has not signed it yet
      throw refused(
          file, "it is empty, as another program makes it: remove it if no download runs");
    }
    FileClaim claim =
        FileClaim.take(file, false).orElseThrow(() -> refused(file, "another download holds it"));
    return signed(file, claim);
  }

  private static CacheLock signed(Path file, FileClaim claim) throws IOException {
    boolean whole = false;
    try {
      claim.channel().truncate(0);
      ByteBuffer text =
          ByteBuffer.wrap(
              "pid %d\n".formatted(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        claim.channel().write(text);
      }
      whole = true;
      return new CacheLock(file, claim);
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
        claim.close();
      }
    }
  }

  private static FailedPrecondition refused(Path file, String why) {
    return new FailedPrecondition("unable to obtain cache lock file '%s': %s".formatted(file, why));
  }

  /** Removes the file, then gives it back; never fails. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // the next download takes it over
    }
    claim.close();
  }
}
