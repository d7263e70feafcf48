package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.HandmadeDirectory;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.SortedMap;

/** A project's directory on a real file system or on jimfs. */
final class FileDirectory implements HandmadeDirectory {
  private final Disk disk;
  private final Path root;

  FileDirectory(Path root) {
    this(Disk.of(root.getFileSystem()), root);
  }

  static final int MAX_SUMMARY_BYTES = 1 << 20;

  FileDirectory(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  Path root() {
    return root;
  }

  @Override
  public WorkspaceTree open(long maxObjectBytes) throws DateiLagerException {
    return DirectoryWorkspaceTree.open(
        disk, root, 2, maxObjectBytes, MAX_SUMMARY_BYTES, FlushedWrites.LEFT_TO_THE_SYSTEM);
  }

  @Override
  public void write(String path, byte[] content, int permissions) {
    DiskByHand.write(root.resolve(path), content, permissions);
  }

  @Override
  public void rewriteUnseen(String path, String content) {
    DiskByHand.unchecked(
        () -> {
          Path file = root.resolve(path);
          FileTime before = Files.getLastModifiedTime(file);
          Files.writeString(file, content);
          return Files.setLastModifiedTime(file, before);
        });
  }

  @Override
  public void mkdir(String path) {
    DiskByHand.mkdir(root.resolve(path));
  }

  @Override
  public void symlink(String path, String target) {
    DiskByHand.unchecked(
        () -> {
          Path link = root.resolve(path);
          Files.createDirectories(link.getParent());
          Path parent = Objects.requireNonNull(link.getParent()).toRealPath();
          try (Dir dir = disk.open(new NodePath(parent.toString()))) {
            dir.symlink(target, link.getFileName().toString()); // Java drops a trailing slash
          }
          return link;
        });
  }

  @Override
  public void remove(String path) {
    DiskByHand.remove(root.resolve(path));
  }

  @Override
  public void touch(String path) {
    DiskByHand.touch(root.resolve(path));
  }

  @Override
  public SortedMap<String, String> tree() {
    return DiskByHand.tree(root, ".dl");
  }

  @Override
  public SortedMap<String, String> state() {
    SortedMap<String, String> state = DiskByHand.tree(root.resolve(".dl"), "");
    state.replaceAll((_, text) -> text.substring(text.indexOf(' ') + 1));
    return state;
  }

  @Override
  public void writeState(String name, String content) {
    DiskByHand.write(
        root.resolve(".dl").resolve(name), content.getBytes(StandardCharsets.UTF_8), 0644);
  }
}
