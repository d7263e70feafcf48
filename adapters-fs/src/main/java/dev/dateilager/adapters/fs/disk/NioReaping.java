package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deletes trees on the way out, links as what they are, and goes on past what resists. */
final class NioReaping extends SimpleFileVisitor<Path> {
  private final Pace pace;
  private long removed;
  private long left;
  private Optional<DiskException> obstacle = Optional.empty();
  private boolean ended;

  NioReaping(Pace pace) {
    this.pace = pace;
  }

  Reaped reaped() {
    return new Reaped(removed, left, obstacle, !ended);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
    return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return ended ? FileVisitResult.TERMINATE : remove(file);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!(failure instanceof NoSuchFileException)) {
      resists(file, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) {
    return remove(dir);
  }

  private FileVisitResult remove(Path path) {
    try {
      if (Files.deleteIfExists(path)) {
        removed++;
        ended = !pace.next();
      }
    } catch (IOException failure) {
      resists(path, failure);
    }
    return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  private void resists(Path path, IOException failure) {
    left++;
    if (obstacle.isEmpty()) {
      obstacle = Optional.of(NioFailures.of("remove", path, failure));
    }
  }
}
