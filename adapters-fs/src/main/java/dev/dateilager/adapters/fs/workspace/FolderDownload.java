package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.disk.VersionsText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.workspace.CacheFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A download into a folder that is locked for it. The monitor guards {@code added}. */
final class FolderDownload implements CacheFolder.Download {
  /** Packs unpacked before they are flushed and moved in, so that a broken download resumes. */
  private static final int BATCH = 256;

  private final Dir root;
  private final CacheLock lock;
  private final Dir objects;
  private final PrivateFiles files;
  private final FlushedWrites flushed;
  private final String versions;
  private final Map<ContentHash, String> added = new LinkedHashMap<>();

  private FolderDownload(
      Dir root, CacheLock lock, Dir objects, PrivateFiles files, FlushedWrites flushed) {
    this.root = root;
    this.lock = lock;
    this.objects = objects;
    this.files = files;
    this.flushed = flushed;
    this.versions = DiskCacheDirectory.versionsText(root);
  }

  /**
   * Locks the folder and prepares it.
   *
   * @param root closed with this if this does not fail
   */
  static FolderDownload open(Dir root, FlushedWrites flushed)
      throws DiskException, DateiLagerException {
    CacheLock lock = CacheLock.take(root);
    boolean ready = false;
    try {
      Dir objects = root.ensureLessUmask(DiskCacheDirectory.OBJECTS, 0755);
      try {
        var download =
            new FolderDownload(root, lock, objects, PrivateFiles.fresh(root, "tmp"), flushed);
        ready = true;
        return download;
      } finally {
        if (!ready) {
          objects.close();
        }
      }
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  @Override
  public boolean lists(CacheVersion version) {
    return VersionsText.parse(versions).contains(version);
  }

  @Override
  public synchronized boolean has(ContentHash pack) {
    if (added.containsKey(pack)) {
      return true;
    }
    try {
      return objects.look(pack.hex()).filter(Stat::isDirectory).isPresent();
    } catch (DiskException _) {
      return false; // adding it will tell
    }
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
          file(pack, build.name());
          return (long) build.entries().size();
        });
  }

  private synchronized void file(ContentHash pack, String unpacked) throws DiskException {
    if (added.putIfAbsent(pack, unpacked) != null) {
      files.dir().removeTree(unpacked); // the same pack came twice at once
    } else if (added.size() >= BATCH) {
      moveIn();
    }
  }

  private synchronized void moveIn() throws DiskException {
    flushed.flush(root);
    for (Map.Entry<ContentHash, String> pack : added.entrySet()) {
      String name = pack.getKey().hex();
      if (objects.look(name).isPresent()) { // no directory, or another's since then
        String old = files.name();
        objects.rename(name, files.dir(), old);
        files.dir().removeTree(old);
      }
      files.dir().rename(pack.getValue(), objects, name);
    }
    added.clear();
    flushed.forceNames(objects);
  }

  @Override
  public void list(CacheVersion version) throws DateiLagerException {
    translating(
        "list cache version %s in '%s'".formatted(version, root),
        () -> {
          moveIn();
          List<CacheVersion> listed = VersionsText.parse(versions);
          if (!listed.contains(version)) {
            listed.add(version);
          }
          // whatever the umask: other users read it (lesson 57)
          String file =
              files.exactly(
                  VersionsText.of(listed).getBytes(StandardCharsets.UTF_8), 0644, flushed);
          files.dir().rename(file, root, "versions");
          flushed.forceNames(root);
          return version;
        });
  }

  @Override
  public void close() {
    files.close();
    objects.close();
    lock.close();
    root.close();
  }
}
