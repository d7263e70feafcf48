package dev.dateilager.app.demo;

import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The demo's temporary directory, which none but its owner can enter: a copy of the directory, the
 * server's data, and a node with its store and two tenants, all on one mount so that links work.
 */
final class WorkDirectory implements AutoCloseable {
  private final Path root;
  private final boolean keep;

  private WorkDirectory(Path root, boolean keep) {
    this.root = root;
    this.keep = keep;
  }

  /** Makes one in {@code parent}. */
  static WorkDirectory in(Path parent, boolean keep) throws IoFailed {
    try {
      return new WorkDirectory(
          Files.createTempDirectory(
                  parent,
                  "dateilager-demo-",
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rwx------")))
              .toRealPath(),
          keep);
    } catch (IOException failure) {
      throw new IoFailed("cannot make a temporary directory in '%s'".formatted(parent), failure);
    }
  }

  Path root() {
    return root;
  }

  Path source() {
    return root.resolve("source");
  }

  Path serverData() {
    return root.resolve("server");
  }

  Path nodeData() {
    return root.resolve("node").resolve("data");
  }

  Path store() {
    return root.resolve("node").resolve("store");
  }

  Path tenants() {
    return root.resolve("node").resolve("tenants");
  }

  Path cacheOf(String tenant) {
    return tenants().resolve(tenant).resolve("cache");
  }

  Path appOf(String tenant) {
    return tenants().resolve(tenant).resolve("app");
  }

  /** Removes it, unless it is to stay. Nothing outside it is followed to. */
  @Override
  public void close() throws IoFailed {
    if (keep) {
      return;
    }
    try {
      Files.walkFileTree(root, new Remover());
    } catch (IOException failure) {
      throw new IoFailed("cannot remove the temporary directory '%s'".formatted(root), failure);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
