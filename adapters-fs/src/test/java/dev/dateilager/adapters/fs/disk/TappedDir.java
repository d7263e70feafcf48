package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.StoreSpace;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A directory of a {@link TappedDisk}. */
final class TappedDir implements Dir {
  private final TappedDisk disk;
  private final Dir inner;

  TappedDir(TappedDisk disk, Dir inner) {
    this.disk = disk;
    this.inner = inner;
  }

  private void tap(String call, String name) throws DiskException {
    disk.before(call, inner, name);
  }

  private static Dir inner(Dir dir) {
    return ((TappedDir) dir).inner;
  }

  @Override
  public String shown() {
    return inner.shown();
  }

  @Override
  public Stat stat() throws DiskException {
    return inner.stat();
  }

  @Override
  public Optional<Stat> look(String name) throws DiskException {
    return inner.look(name);
  }

  @Override
  public Dir open(String path) throws DiskException {
    return disk.opened(inner.open(path));
  }

  @Override
  public Optional<Dir> above() throws DiskException {
    Optional<Dir> above = inner.above();
    return above.isPresent() ? Optional.of(disk.opened(above.get())) : above;
  }

  @Override
  public Dir make(String name, int mode) throws DiskException {
    tap("make", name);
    return disk.opened(inner.make(name, mode));
  }

  @Override
  public Dir makeLessUmask(String name, int mode) throws DiskException {
    tap("make", name);
    return disk.opened(inner.makeLessUmask(name, mode));
  }

  @Override
  public List<String> list() throws DiskException {
    return inner.list();
  }

  @Override
  public NewFile create(String name) throws DiskException {
    tap("create", name);
    NewFile file = inner.create(name);
    return new NewFile() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws DiskException {
        tap("write", name);
        file.write(bytes, offset, length);
      }

      @Override
      public void finish(int mode, boolean durable) throws DiskException {
        tap(durable ? "finish durably" : "finish", name);
        file.finish(mode, false);
      }

      @Override
      public void close() {
        file.close();
      }
    };
  }

  @Override
  public InputStream read(String name) throws DiskException {
    return inner.read(name);
  }

  @Override
  public boolean linksTo(String name, String text) throws DiskException {
    return inner.linksTo(name, text);
  }

  @Override
  public void symlink(String text, String name) throws DiskException {
    tap("symlink", name);
    inner.symlink(text, name);
  }

  @Override
  public Optional<String> readLink(String name) throws DiskException {
    return inner.readLink(name);
  }

  @Override
  public void link(Dir from, String name, String as) throws DiskException {
    tap("link", as);
    inner.link(inner(from), name, as);
  }

  @Override
  public void cloneFile(Dir from, String name, String as, int mode) throws DiskException {
    tap("clone", as);
    inner.cloneFile(inner(from), name, as, mode);
  }

  @Override
  public void rename(String name, Dir to, String as) throws DiskException {
    disk.before("rename", inner(to), as);
    inner.rename(name, inner(to), as);
  }

  @Override
  public void renameNew(String name, Dir to, String as) throws DiskException {
    disk.before("renameNew", inner(to), as);
    inner.renameNew(name, inner(to), as);
  }

  @Override
  public void exchange(String name, Dir to, String as) throws DiskException {
    disk.before("exchange", inner(to), as);
    inner.exchange(name, inner(to), as);
  }

  @Override
  public void unlink(String name) throws DiskException {
    tap("unlink", name);
    inner.unlink(name);
  }

  @Override
  public void removeDir(String name) throws DiskException {
    tap("removeDir", name);
    inner.removeDir(name);
  }

  @Override
  public void removeTree(String name) throws DiskException {
    tap("removeTree", name);
    inner.removeTree(name);
  }

  @Override
  public Reaped reap(Pace pace) throws DiskException {
    tap("reap", ".");
    return inner.reap(pace);
  }

  @Override
  public boolean mayWrite() throws DiskException {
    return inner.mayWrite();
  }

  @Override
  public boolean mayWrite(String name) throws DiskException {
    return inner.mayWrite(name);
  }

  @Override
  public void chmod(int mode) throws DiskException {
    tap("chmod", ".");
    inner.chmod(mode);
  }

  @Override
  public void sync() throws DiskException {
    tap("sync", ".");
  }

  @Override
  public boolean syncsFileSystem() {
    return true;
  }

  @Override
  public void syncFileSystem() throws DiskException {
    tap("syncFileSystem", ".");
  }

  @Override
  public StoreSpace space() throws DiskException {
    return inner.space();
  }

  @Override
  public LockAttempt lock(String name) throws DiskException {
    tap("lock", name);
    LockAttempt attempt = inner.lock(name);
    return attempt instanceof LockAttempt.Got(HeldLock lock)
        ? new LockAttempt.Got(disk.opened(lock))
        : attempt;
  }

  @Override
  public HeldLock lockNew(String name) throws DiskException {
    tap("lockNew", name);
    return disk.opened(inner.lockNew(name));
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
