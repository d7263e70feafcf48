package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.HandmadeCache;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.CacheFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;

/** A cache's folder on a real file system or on jimfs. */
final class FileCache implements HandmadeCache {
  private final Disk disk;
  private final Path root;

  FileCache(Path root) {
    this(Disk.of(root.getFileSystem()), root);
  }

  FileCache(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  @Override
  public CacheFolder folder() {
    return new DiskCacheFolder(disk, root, FlushedWrites.LEFT_TO_THE_SYSTEM);
  }

  @Override
  public CacheDirectory directory() {
    return new DiskCacheDirectory(disk, root);
  }

  @Override
  public SortedMap<String, String> tree() {
    return DiskByHand.tree(root, "");
  }

  @Override
  public void write(String path, String content) {
    DiskByHand.write(root.resolve(path), content.getBytes(StandardCharsets.UTF_8), 0644);
  }

  @Override
  public void remove(String path) {
    DiskByHand.remove(root.resolve(path));
  }
}
