package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.workspace.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The folder that {@code getcache} fills (formats.md §4). */
public final class DiskCacheFolder implements CacheFolder {
  /** Packs unpacked before they are flushed and moved in, so that a broken download resumes. */
  private static final int BATCH = 256;

  private final Path root;
  private final FlushedWrites flushed;

  /**
   * The folder at {@code root}, which may still be missing.
   *
   * @param root named by the user: may be reached through links
   */
  public DiskCacheFolder(Path root, FlushedWrites flushed) {
    this.root = root.toAbsolutePath();
    this.flushed = flushed;
  }

  @Override
  public Download begin() throws DateiLagerException {
    return translating("prepare the cache '%s'".formatted(root), this::open);
  }

  private Download open() throws IOException, DateiLagerException {
    Files.createDirectories(root);
    if (Files.exists(root.resolve("FORMAT"), LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidArgument(
          "'%s' is the store of a cached daemon; give getcache a folder of its own"
              .formatted(root));
    }
    CacheLock lock = CacheLock.take(root.resolve(".lock"));
    boolean ready = false;
    try {
      Path objects = root.resolve("objects");
      if (!FileState.isDirectory(objects)) {
        boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectory(objects, PrivateFiles.attributes(posix, 0755));
      }
      var download = new FolderDownload(lock, PrivateFiles.fresh(root.resolve("tmp")));
      ready = true;
      return download;
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  /** The monitor guards {@code added}. */
  private final class FolderDownload implements Download {
    private final CacheLock lock;
    private final PrivateFiles files;
    private final Map<ContentHash, Path> added = new LinkedHashMap<>();
    private final String versions;

    FolderDownload(CacheLock lock, PrivateFiles files) {
      this.lock = lock;
      this.files = files;
      this.versions = DiskCacheDirectory.versionsText(root);
    }

    @Override
    public boolean lists(CacheVersion version) {
      return DiskCacheDirectory.parse(versions).contains(version);
    }

    @Override
    public boolean has(ContentHash pack) {
      synchronized (this) {
        if (added.containsKey(pack)) {
          return true;
        }
      }
      return FileState.isDirectory(objects().resolve(pack.hex()));
    }

    private Path objects() {
      return root.resolve("objects");
    }

    @Override
    public long add(ContentHash pack, EntryReader entries) throws DateiLagerException {
      if (has(pack)) {
        return 0;
      }
      return translating(
          "unpack pack %s into '%s'".formatted(pack, root),
          () -> {
            PackBuild build = PackBuild.of(entries, Optional.empty(), files);
            file(pack, build.base());
            return (long) build.entries().size();
          });
    }

    private synchronized void file(ContentHash pack, Path unpacked) throws IOException {
      if (added.putIfAbsent(pack, unpacked) != null) {
        TreeRemoval.removeAll(unpacked); // the same pack came twice at once
      } else if (added.size() >= BATCH) {
        moveIn();
      }
    }

    private synchronized void moveIn() throws IOException {
      flushed.flush(root);
      for (Map.Entry<ContentHash, Path> pack : added.entrySet()) {
        Path place = objects().resolve(pack.getKey().hex());
        TreeRemoval.removeAll(place); // whatever is no directory
        Files.move(pack.getValue(), place, StandardCopyOption.ATOMIC_MOVE);
      }
      added.clear();
      flushed.forceNames(objects());
    }

    @Override
    public void list(CacheVersion version) throws DateiLagerException {
      translating(
          "list cache version %s in '%s'".formatted(version, root),
          () -> {
            moveIn();
            var text = new StringBuilder();
            DiskCacheDirectory.parseInOrder(versions)
                .forEach(listed -> text.append(listed).append('\n'));
            if (!lists(version)) {
              text.append(version).append('\n');
            }
            Path file =
                files.state(text.toString().getBytes(StandardCharsets.UTF_8), 0644, flushed);
            files.permit(file, 0644); // whatever the umask: other users read it (lesson 57)
            Files.move(file, root.resolve("versions"), StandardCopyOption.ATOMIC_MOVE);
            flushed.forceNames(root);
            return version;
          });
    }

    @Override
    public void close() {
      try {
        files.remove();
      } catch (IOException _) {
        // the next download empties it
      }
      lock.close();
    }
  }
}
