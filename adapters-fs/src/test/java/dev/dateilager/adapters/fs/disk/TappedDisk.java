package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.NodePath;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A disk that tells a {@link Tap} of every change before it is made, and that can be left as a
 * killed process leaves it. Syncs are told of but not made: they are slow, and a process's death
 * does not ask for them.
 */
public final class TappedDisk implements Disk {
  private final Disk disk;
  private final Tap tap;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /** A tap on a disk. */
  public TappedDisk(Disk disk, Tap tap) {
    this.disk = disk;
    this.tap = tap;
  }

  @Override
  public Dir open(NodePath path) throws DiskException {
    return opened(disk.open(path));
  }

  @Override
  public Dir openWithMounts(NodePath path) throws DiskException {
    return opened(disk.openWithMounts(path));
  }

  @Override
  public Dir top() throws DiskException {
    return opened(disk.top());
  }

  @Override
  public OptionalLong user() {
    return disk.user();
  }

  Dir opened(Dir dir) {
    open.add(dir);
    return new TappedDir(this, dir);
  }

  HeldLock opened(HeldLock lock) {
    open.add(lock);
    return lock;
  }

  void before(String call, Dir dir, String name) throws DiskException {
    tap.before(call, dir.shown() + "/" + name);
  }

  /** Closes what the kernel would close when the process dies: every directory, every lock. */
  public void kill() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
