package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.Entry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Takes one pack from a cache into a private place: regular files by a second name of their inode,
 * by copying where that cannot be; links made anew (client.md §2.9). Used by one thread.
 */
final class CachedPackTaking {
  private final DiskCacheDirectory cache;
  private final PrivateFiles files;
  private boolean linkable = true;
  private long linked;
  private long copied;

  CachedPackTaking(DiskCacheDirectory cache, PrivateFiles files) {
    this.cache = cache;
    this.files = files;
  }

  /**
   * Takes the pack.
   *
   * @return absent if the cache does not hold it whole; nothing is left then
   * @throws IOException if it could not be written; nothing is left then
   */
  Optional<Taken> take(Entry.CachedReference reference) throws IOException {
    Optional<Path> source = cache.source(reference.hash(), reference.path());
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Path staged = files.name();
    boolean whole = false;
    try {
      whole = take(source.get(), staged);
      return whole
          ? Optional.of(new Taken(staged, FileState.isDirectory(staged), linked, copied))
          : Optional.empty();
    } catch (FileSystemException failure) {
      String file = failure.getFile();
      if (file != null && cache.holds(file)) {
        return Optional.empty(); // vanished, or not for us to read
      }
      throw failure;
    } finally {
      if (!whole) {
        TreeRemoval.removeAll(staged);
      }
    }
  }

  /** Whether it was something that a cache may hold (I4). */
  private boolean take(Path source, Path target) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isRegularFile()) {
      file(source, target, attributes.size());
      return true;
    }
    if (attributes.isSymbolicLink()) {
      PrivateFiles.link(TreeReading.linkText(source), target);
      return true;
    }
    return attributes.isDirectory() && directory(source, target);
  }

  private boolean directory(Path source, Path target) throws IOException {
    Files.createDirectory(target);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
      for (Path entry : entries) {
        if (!take(entry, target.resolve(entry.getFileName()))) {
          return false;
        }
      }
    }
    return true;
  }

  private void file(Path source, Path target, long size) throws IOException {
    if (linkable && size > 0) { // a second name of an empty file saves nothing (I8)
      try {
        Files.createLink(target, source);
        linked++;
        return;
      } catch (FileSystemException | UnsupportedOperationException refused) {
        // Other file system or mount, protected source, no more names: copying tells if it is
        // worse.
        linkable = String.valueOf(refused.getMessage()).contains("Too many links");
      }
    }
    int permissions = FileState.of(source).map(state -> state.mode().permissions()).orElse(0644);
    files.copy(source, target, permissions);
    copied++;
  }

  /**
   * A pack on its way.
   *
   * @param staged its private place
   * @param directory whether it is a directory, not a single file or link
   * @param linked files that share an inode with the cache
   * @param copied files with bytes of their own
   */
  record Taken(Path staged, boolean directory, long linked, long copied) {}
}
