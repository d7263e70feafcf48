package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.workspace.CacheFolder;
import java.io.IOException;
import java.nio.file.Path;

/** The folder that {@code getcache} fills (formats.md §4). */
public final class DiskCacheFolder implements CacheFolder {
  private final Disk disk;
  private final Path path;
  private final FlushedWrites flushed;

  /**
   * The folder at {@code path}, which may still be missing.
   *
   * @param path named by the user: may be reached through links
   */
  public DiskCacheFolder(Path path, FlushedWrites flushed) {
    this(Disk.of(path.getFileSystem()), path, flushed);
  }

  DiskCacheFolder(Disk disk, Path path, FlushedWrites flushed) {
    this.disk = disk;
    this.path = path;
    this.flushed = flushed;
  }

  @Override
  public Download begin() throws DateiLagerException {
    return translating("prepare the cache '%s'".formatted(path), this::open);
  }

  private Download open() throws IOException, DateiLagerException {
    Dir root = UserPaths.openMade(disk, path);
    boolean ready = false;
    try {
      if (root.look("FORMAT").isPresent()) {
        throw new InvalidArgument(
            "'%s' is the store of a cached daemon; give getcache a folder of its own"
                .formatted(path));
      }
      Download download = FolderDownload.open(root, flushed);
      ready = true;
      return download;
    } finally {
      if (!ready) {
        root.close();
      }
    }
  }
}
