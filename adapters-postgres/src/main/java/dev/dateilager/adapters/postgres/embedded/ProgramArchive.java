package dev.dateilager.adapters.postgres.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks an archive of programs so that it is whole or absent.
 *
 * <p>To make a thousand files durable one by one takes long on a busy disk, so they are not: a list
 * of all lengths tells at each start whether power was lost too early (I12), for what it takes then
 * is length (F13). They can be unpacked again at any time.
 */
final class ProgramArchive {
  private static final String UNFINISHED = "unpacking-";
  private static final String INVENTORY = "INVENTORY";
  private static final Set<PosixFilePermission> EVERYBODY_PASSES =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private ProgramArchive() {}

  /** Whether everything that {@link #unpack} once wrote is there. */
  static boolean isWhole(Path home) throws IOException {
    List<String> inventory;
    try {
      inventory = Files.readAllLines(home.resolve(INVENTORY));
    } catch (NoSuchFileException absent) {
      return false;
    }
    for (String line : inventory) {
      int blank = line.indexOf(' ');
      Path file = home.resolve(line.substring(blank + 1));
      if (!Files.isRegularFile(file)
          || Files.size(file) != Long.parseLong(line.substring(0, blank))) {
        return false;
      }
    }
    return !inventory.isEmpty();
  }

  /** Unpacks into a directory beside {@code home}, and renames it; replaces what is there. */
  static void unpack(InputStream archive, Path home) throws IOException {
    Path parent = home.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("a data directory is never the root");
    }
    removeUnfinished(parent);
    Path work = Files.createTempDirectory(parent, UNFINISHED);
    // traversable, so that another user may run them where the directory above allows it
    Files.setPosixFilePermissions(work, EVERYBODY_PASSES);
    try {
      // closing the tar is the caller's matter, whose stream it is
      var tar = new TarArchiveInputStream(new XZInputStream(archive));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, work);
      }
      Files.write(work.resolve(INVENTORY), inventory(work));
    } catch (IOException | RuntimeException failed) {
      removeTree(work); // it may be the full disk that stopped us
      throw failed;
    }
    removeTree(home); // if it is there, it is damaged
    Files.move(work, home, StandardCopyOption.ATOMIC_MOVE);
    force(parent);
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path work)
      throws IOException {
    Path target = work.resolve(entry.getName()).normalize();
    if (!target.startsWith(work)) {
      throw new IOException("entry '%s' leaves its directory".formatted(entry.getName()));
    }
    if (isForBuildingOnly(entry.getName())) {
      return;
    }
    if (entry.isDirectory()) {
      makeDirectory(target);
      return;
    }
    makeDirectory(target.resolve("..").normalize()); // the archive does not name all of them
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      writeFile(tar, target, (entry.getMode() & 0100) != 0);
    }
  }

  /** Static libraries and the like: two thirds of nothing that a server runs. */
  private static boolean isForBuildingOnly(String name) {
    return name.endsWith(".a") || name.contains("/pkgconfig/");
  }

  private static void makeDirectory(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      makeDirectory(target.resolve("..").normalize());
      Files.createDirectory(target);
      Files.setPosixFilePermissions(target, EVERYBODY_PASSES); // whatever the umask is
    }
  }

  private static List<String> inventory(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      var lines = new ArrayList<String>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        lines.add(Files.size(file) + " " + root.relativize(file));
      }
      return lines;
    }
  }

  private static void writeFile(InputStream content, Path target, boolean executable)
      throws IOException {
    Files.copy(content, target);
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Makes a directory's names durable. */
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void removeUnfinished(Path parent) throws IOException {
    try (Stream<Path> names = Files.list(parent)) {
      for (Path name : names.toList()) {
        if (name.getFileName().toString().startsWith(UNFINISHED)) {
          removeTree(name);
        }
      }
    }
  }

  /** Removes a directory that only we write; nothing if it is not there. */
  static void removeTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
