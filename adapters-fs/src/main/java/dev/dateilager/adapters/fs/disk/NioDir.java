package dev.dateilager.adapters.fs.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.dateilager.domain.staging.StoreSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A directory as a path. */
final class NioDir implements Dir {
  private static final char REPLACEMENT = '\uFFFD'; // what Java makes of bytes that are no text

  private final Path path;

  NioDir(Path path) {
    this.path = path;
  }

  /** A call that may fail as {@code java.nio.file} does. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T call(String name, Path thing, Call<T> call) throws DiskException {
    try {
      return call.run();
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) {
      throw NioFailures.of(name, thing, failure);
    }
  }

  private Path at(String name) throws DiskException {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new DiskException("look at", path + "/" + name, Reason.ESCAPES, "not a single name");
    }
    return path.resolve(name);
  }

  private static NioDir nio(Dir dir) {
    return (NioDir) dir; // both come from one disk: a caller's bug otherwise
  }

  @Override
  public String shown() {
    return path.toString();
  }

  @Override
  public Stat stat() throws DiskException {
    return call("look at", path, () -> NioStat.of(path));
  }

  @Override
  public Optional<Stat> look(String name) throws DiskException {
    try {
      return Optional.of(call("look at", path, () -> NioStat.of(at(name))));
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Optional<Dir> above() {
    return Optional.ofNullable(path.getParent()).map(NioDir::new);
  }

  @Override
  public Dir open(String below) throws DiskException {
    NioDir at = this;
    for (String name : below.split("/", -1)) {
      Path next = at.at(name);
      Stat stat = call("open directory", next, () -> NioStat.of(next));
      if (!stat.isDirectory()) {
        Reason reason = stat.kind() == Stat.Kind.SYMLINK ? Reason.ESCAPES : Reason.NOT_A_DIRECTORY;
        throw new DiskException("open directory", next.toString(), reason, stat.kind().toString());
      }
      at = new NioDir(next);
    }
    return at;
  }

  @Override
  public Dir make(String name, int mode) throws DiskException {
    Path made = at(name);
    call("make directory", made, () -> Files.createDirectory(made));
    var dir = new NioDir(made);
    dir.chmod(mode);
    return dir;
  }

  @Override
  public Dir makeLessUmask(String name, int mode) throws DiskException {
    Path made = at(name);
    call(
        "make directory",
        made,
        () ->
            Files.createDirectory(
                made,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString(NioStat.permissions(mode)))));
    return new NioDir(made);
  }

  @Override
  public List<String> list() throws DiskException {
    return call(
        "list",
        path,
        () -> {
          var names = new ArrayList<String>();
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
              names.add(String.valueOf(entry.getFileName()));
            }
          }
          return names;
        });
  }

  @Override
  public NewFile create(String name) throws DiskException {
    Path file = at(name);
    return call("create", file, () -> new NioNewFile(this, name, file));
  }

  @Override
  public InputStream read(String name) throws DiskException {
    Path file = at(name);
    return call(
        "open",
        file,
        () -> {
          if (NioStat.of(file).kind() != Stat.Kind.FILE) {
            throw new DiskException("read", file.toString(), Reason.OTHER, "not a regular file");
          }
          return Channels.newInputStream(
              Files.newByteChannel(file, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)));
        });
  }

  @Override
  public boolean linksTo(String name, String text) throws DiskException {
    Path link = at(name);
    Path wanted = path.getFileSystem().getPath(text); // which drops doubled slashes
    return call("read symbolic link", link, () -> Files.readSymbolicLink(link).equals(wanted));
  }

  @Override
  public void symlink(String text, String name) throws DiskException {
    Path link = at(name);
    call(
        "make symbolic link",
        link,
        () -> Files.createSymbolicLink(link, path.getFileSystem().getPath(text)));
  }

  @Override
  public Optional<String> readLink(String name) throws DiskException {
    Path link = at(name);
    String text = call("read link", link, () -> Files.readSymbolicLink(link).toString());
    return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : Optional.empty();
  }

  @Override
  public void link(Dir from, String name, String as) throws DiskException {
    Path source = nio(from).at(name);
    Path link = at(as);
    call(
        "link",
        source,
        () -> {
          if (NioStat.of(source).kind() != Stat.Kind.FILE) { // jimfs would link a link's target
            throw new DiskException("link", source.toString(), Reason.OTHER, "not a regular file");
          }
          return Files.createLink(link, source);
        });
  }

  @Override
  public void cloneFile(Dir from, String name, String as, int mode) throws DiskException {
    throw new DiskException("clone", nio(from).at(name).toString(), Reason.UNSUPPORTED, "nio");
  }

  @Override
  public void rename(String name, Dir to, String as) throws DiskException {
    Path target = nio(to).at(as);
    call(
        "rename to",
        target,
        () -> {
          if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
            Files.delete(target); // refused unless empty, as rename(2) would
          }
          return Files.move(at(name), target, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Override
  public void renameNew(String name, Dir to, String as) throws DiskException {
    Path target = nio(to).at(as);
    call(
        "rename to",
        target,
        () -> {
          if (Files.exists(target, NOFOLLOW_LINKS)) {
            throw new DiskException("rename to", target.toString(), Reason.EXISTS, "nio");
          }
          return Files.move(at(name), target, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Not atomic: for a moment the target is not there. */
  @Override
  public void exchange(String name, Dir to, String as) throws DiskException {
    String aside = "." + UUID.randomUUID();
    to.renameNew(as, this, aside);
    renameNew(name, to, as);
    renameNew(aside, this, name);
  }

  @Override
  public void unlink(String name) throws DiskException {
    Path file = at(name);
    call(
        "remove",
        file,
        () -> {
          if (Files.isDirectory(file, NOFOLLOW_LINKS)) {
            throw new DiskException("remove", file.toString(), Reason.OTHER, "is a directory");
          }
          Files.delete(file);
          return file;
        });
  }

  @Override
  public void removeDir(String name) throws DiskException {
    Path directory = at(name);
    call(
        "remove directory",
        directory,
        () -> {
          if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new DiskException(
                "remove directory", directory.toString(), Reason.NOT_A_DIRECTORY, "nio");
          }
          Files.delete(directory);
          return directory;
        });
  }

  @Override
  public void removeTree(String name) throws DiskException {
    Path top = at(name);
    if (!Files.exists(top, NOFOLLOW_LINKS)) {
      return;
    }
    call("remove", top, () -> Files.walkFileTree(top, new Removal()));
  }

  /** Deletes on the way out; links are visited as files and not followed. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(dir);
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public Reaped reap(Pace pace) throws DiskException {
    var reaping = new NioReaping(pace);
    for (String name : list()) {
      Path top = at(name);
      call("remove", top, () -> Files.walkFileTree(top, reaping));
      reaping.count(top);
    }
    return reaping.reaped();
  }

  @Override
  public boolean mayWrite() {
    return Files.isWritable(path) && Files.isExecutable(path);
  }

  @Override
  public boolean mayWrite(String name) throws DiskException {
    return Files.isWritable(at(name)) && Files.isExecutable(at(name));
  }

  @Override
  public void chmod(int mode) throws DiskException {
    Path parent = path.getParent();
    Path name = path.getFileName();
    if (parent == null || name == null) {
      throw new DiskException("change the mode of", path.toString(), Reason.UNSUPPORTED, "root");
    }
    new NioDir(parent).chmod(name.toString(), mode);
  }

  /** By the view of a directory stream, which refuses links; a view by path follows them (F2). */
  void chmod(String name, int mode) throws DiskException {
    Path thing = at(name);
    call(
        "change the mode of",
        thing,
        () -> {
          var permissions = PosixFilePermissions.fromString(NioStat.permissions(mode));
          try (DirectoryStream<Path> parent = Files.newDirectoryStream(path)) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
              secure
                  .getFileAttributeView(
                      thing.getFileName(), PosixFileAttributeView.class, NOFOLLOW_LINKS)
                  .setPermissions(permissions);
            } else {
              throw new DiskException(
                  "change the mode of", thing.toString(), Reason.UNSUPPORTED, "no secure stream");
            }
          }
          return thing;
        });
  }

  @Override
  public void sync() throws DiskException {
    if (path.getFileSystem().equals(FileSystems.getDefault())) {
      call(
          "sync directory",
          path,
          () -> {
            try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
              directory.force(true);
            }
            return path;
          });
    } // other file systems open no directory, and those in memory have nothing to make durable
  }

  @Override
  public boolean syncsFileSystem() {
    return false;
  }

  @Override
  public void syncFileSystem() {
    // each file and directory was synced by itself
  }

  @Override
  public StoreSpace space() throws DiskException {
    return call(
        "ask for free space at",
        path,
        () -> new StoreSpace(Files.getFileStore(path).getUsableSpace(), Long.MAX_VALUE));
  }

  @Override
  public LockAttempt lock(String name) throws DiskException {
    Path file = at(name);
    return call("lock", file, () -> NioLock.take(file, false));
  }

  @Override
  public HeldLock lockNew(String name) throws DiskException {
    Path file = at(name);
    return switch (call("lock", file, () -> NioLock.take(file, true))) {
      case LockAttempt.Got(HeldLock lock) -> lock;
      case LockAttempt.Taken _ ->
          throw new DiskException("lock", file.toString(), Reason.EXISTS, "taken");
    };
  }

  @Override
  public void close() {
    // a path holds nothing open
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
