package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dateilager.domain.staging.StoreSpace;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory's descriptor (R1). */
final class LinuxDir implements Dir {
  private static final Abi ABI =
      Abi.current().orElseThrow(() -> new IllegalStateException("not a Linux known here"));
  private static final int OPEN_DIRECTORY =
      Abi.READ_ONLY | ABI.directory() | ABI.noFollow() | Abi.CLOSE_ON_EXEC;
  private static final int NEW_FILE =
      Abi.WRITE_ONLY | Abi.CREATE | Abi.EXCLUSIVE | ABI.noFollow() | Abi.CLOSE_ON_EXEC;
  private static final int OLD_FILE =
      Abi.READ_ONLY | ABI.noFollow() | Abi.NON_BLOCKING | Abi.CLOSE_ON_EXEC;
  private static final int NO_REPLACE = 1;
  private static final int EXCHANGE = 2;
  private static final int REMOVE_DIR = 0x200;
  private static final int EFFECTIVE_IDS = 0x200;
  private static final int WRITE_AND_ENTER = 2 | 1;
  private static final int CLOSED = -1;

  private final String shown;
  private final AtomicInteger fd;
  private final boolean withMounts; // whether they are part of what lies below

  private LinuxDir(int fd, String shown, boolean withMounts) {
    this.fd = new AtomicInteger(fd);
    this.shown = shown;
    this.withMounts = withMounts;
  }

  /** Opens by an administrator's path, links followed; root and path alike stay what they are. */
  static LinuxDir openRoot(String path, boolean withMounts) throws DiskException {
    int flags = Abi.READ_ONLY | ABI.directory() | Abi.CLOSE_ON_EXEC;
    int opened = Libc.openat(-100, path, flags, 0);
    if (opened == -Errno.EACCES) {
      opened = Libc.openat(-100, path, flags | Abi.PATH_ONLY, 0); // may be passed, not listed
    }
    return new LinuxDir(check(opened, "open directory", path), path, withMounts);
  }

  private int fd() {
    int open = fd.get();
    if (open == CLOSED) {
      throw new IllegalStateException("directory '%s' is closed".formatted(shown));
    }
    return open;
  }

  private static LinuxDir linux(Dir dir) {
    return (LinuxDir) dir; // both come from one disk: a caller's bug otherwise
  }

  private static int check(int result, String call, String thing) throws DiskException {
    if (result < 0) {
      throw new DiskException(call, thing, Errno.reason(-result), Errno.shown(-result));
    }
    return result;
  }

  private String below(String name) {
    return shown.endsWith("/") ? shown + name : shown + "/" + name;
  }

  @Override
  public String shown() {
    return shown;
  }

  @Override
  public Stat stat() throws DiskException {
    return LinuxStat.of(fd(), shown);
  }

  @Override
  public Optional<Stat> look(String name) throws DiskException {
    return LinuxStat.look(fd(), name, shown);
  }

  @Override
  public Dir open(String path) throws DiskException {
    int opened = Beneath.open(fd(), path, OPEN_DIRECTORY, withMounts);
    if (opened == -Errno.EACCES) {
      int toPass = OPEN_DIRECTORY | Abi.PATH_ONLY; // it may be passed, not listed
      opened = Beneath.open(fd(), path, toPass, withMounts);
    }
    if (opened == -Errno.EXDEV && !Beneath.isMountOnly(fd(), path, OPEN_DIRECTORY)) { // F9
      throw new DiskException("open directory", below(path), Reason.ESCAPES, "EXDEV");
    }
    return new LinuxDir(check(opened, "open directory", below(path)), below(path), withMounts);
  }

  @Override
  public Optional<Dir> above() throws DiskException {
    int flags = Abi.PATH_ONLY | ABI.directory() | Abi.CLOSE_ON_EXEC;
    int opened = check(Libc.openat(fd(), "..", flags, 0), "open directory", below(".."));
    var above = new LinuxDir(opened, below(".."), withMounts);
    boolean top = true;
    try {
      Stat there = above.stat();
      Stat here = stat();
      top = there.identity().equals(here.identity()) && there.mount() == here.mount();
    } finally {
      if (top) {
        above.close();
      }
    }
    return top ? Optional.empty() : Optional.of(above);
  }

  @Override
  public Dir make(String name, int mode) throws DiskException {
    check(Libc.mkdirat(fd(), name, mode), "make directory", below(name));
    Dir made = open(name);
    try {
      made.chmod(mode);
      return made;
    } catch (DiskException failure) {
      made.close();
      throw failure;
    }
  }

  @Override
  public Dir makeLessUmask(String name, int mode) throws DiskException {
    check(Libc.mkdirat(fd(), name, mode), "make directory", below(name));
    return open(name);
  }

  @Override
  public List<String> list() throws DiskException {
    var names = new ArrayList<String>();
    try (var entries = DirectoryEntries.of(fd(), shown)) {
      while (entries.next()) {
        names.add(entries.name());
      }
    }
    return names;
  }

  @Override
  public boolean isEmpty() throws DiskException {
    try (var entries = DirectoryEntries.of(fd(), shown)) {
      return !entries.next();
    }
  }

  @Override
  public NewFile create(String name) throws DiskException {
    int opened = Libc.openat(fd(), name, NEW_FILE, 0600);
    return new LinuxNewFile(check(opened, "create", below(name)), below(name));
  }

  @Override
  public InputStream read(String name) throws DiskException {
    return LinuxInput.of(
        check(Libc.openat(fd(), name, OLD_FILE, 0), "open", below(name)), below(name));
  }

  @Override
  public void symlink(String text, String name) throws DiskException {
    check(Libc.symlinkat(text, fd(), name), "make symbolic link", below(name));
  }

  @Override
  public Optional<String> readLink(String name) throws DiskException {
    MemorySegment text = Scratch.mine().buffer; // longer than any link text
    int length =
        check((int) Libc.readlinkat(fd(), name, text, Scratch.BUFFER), "read link", below(name));
    return Utf8.strict(text.asSlice(0, length).toArray(JAVA_BYTE));
  }

  @Override
  public void link(Dir from, String name, String as) throws DiskException {
    int result = Libc.linkat(linux(from).fd(), name, fd(), as);
    if (result < 0) {
      check(result, "link", linux(from).below(name));
    }
  }

  @Override
  public void cloneFile(Dir from, String name, String as, int mode) throws DiskException {
    int source =
        check(Libc.openat(linux(from).fd(), name, OLD_FILE, 0), "open", linux(from).below(name));
    try {
      int target = check(Libc.openat(fd(), as, NEW_FILE, 0600), "create", below(as));
      try (var file = new LinuxNewFile(target, below(as))) {
        int cloned = Libc.ficlone(target, source);
        if (cloned == -Errno.EINVAL) { // such as a file without extents of its own
          cloned = -Errno.EOPNOTSUPP;
        }
        check(cloned, "clone", linux(from).below(name));
        file.finish(mode, false);
      } catch (DiskException failure) {
        Libc.unlinkat(fd(), as, 0);
        throw failure;
      }
    } finally {
      Libc.close(source);
    }
  }

  @Override
  public void rename(String name, Dir to, String as) throws DiskException {
    rename(name, to, as, 0);
  }

  @Override
  public void renameNew(String name, Dir to, String as) throws DiskException {
    rename(name, to, as, NO_REPLACE);
  }

  @Override
  public void exchange(String name, Dir to, String as) throws DiskException {
    int result = Libc.renameat2(fd(), name, linux(to).fd(), as, EXCHANGE);
    if (result == -Errno.EINVAL) { // how a file system says that it has no such call
      result = -Errno.EOPNOTSUPP;
    }
    check(result, "exchange with", linux(to).below(as));
  }

  private void rename(String name, Dir to, String as, int flags) throws DiskException {
    check(Libc.renameat2(fd(), name, linux(to).fd(), as, flags), "rename to", linux(to).below(as));
  }

  @Override
  public void unlink(String name) throws DiskException {
    check(Libc.unlinkat(fd(), name, 0), "remove", below(name));
  }

  @Override
  public void removeDir(String name) throws DiskException {
    check(Libc.unlinkat(fd(), name, REMOVE_DIR), "remove directory", below(name));
  }

  @Override
  public void removeTree(String name) throws DiskException {
    new LinuxRemoval(fd(), shown).remove(name);
  }

  @Override
  public Reaped reap(Pace pace) throws DiskException {
    return new LinuxReaping(fd(), shown, pace).run();
  }

  @Override
  public boolean mayWrite() throws DiskException {
    return mayWrite(".");
  }

  @Override
  public boolean mayWrite(String name) throws DiskException {
    int result = Libc.faccessat(fd(), name, WRITE_AND_ENTER, EFFECTIVE_IDS);
    return switch (result < 0 ? Errno.reason(-result) : Reason.OTHER) {
      case DENIED, READ_ONLY, NOT_PERMITTED -> false;
      default -> check(result, "look at", below(name)) == 0;
    };
  }

  @Override
  public void chmod(int mode) throws DiskException {
    check(Libc.fchmod(fd(), mode), "change the mode of", shown);
  }

  @Override
  public void sync() throws DiskException {
    check(Libc.fsync(fd()), "sync directory", shown);
  }

  @Override
  public boolean syncsFileSystem() {
    return true;
  }

  @Override
  public void syncFileSystem() throws DiskException {
    check(Libc.syncfs(fd()), "sync the file system of", shown);
  }

  @Override
  public StoreSpace space() throws DiskException {
    return LinuxSpace.of(fd(), shown);
  }

  @Override
  public LockAttempt lock(String name) throws DiskException {
    return LinuxLock.take(fd(), name, below(name));
  }

  @Override
  public HeldLock lockNew(String name) throws DiskException {
    return LinuxLock.takeNew(fd(), name, below(name));
  }

  @Override
  public void close() {
    int open = fd.getAndSet(CLOSED);
    if (open != CLOSED) {
      Libc.close(open);
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
