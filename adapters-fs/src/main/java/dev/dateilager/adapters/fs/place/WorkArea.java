package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.StoreDirs;
import java.util.Optional;
import java.util.UUID;

/**
 * A private directory on the target's own mount, in which a placement is built and what it replaces
 * is deleted (I2): in the store if that is the same mount, else hidden beside the target.
 */
final class WorkArea implements AutoCloseable {
  /** The placement's name in it. */
  static final String TREE = "tree";

  private static final String BESIDE = ".dateilager-";
  private static final int PRIVATE = 0700;

  private final Dir holder;
  private final Optional<Dir> trash;
  private final String name;
  private final Dir dir;

  private WorkArea(Dir holder, Optional<Dir> trash, String name, Dir dir) {
    this.holder = holder;
    this.trash = trash;
    this.name = name;
    this.dir = dir;
  }

  /** The name of an area that has to be beside the target; absent if the store will do. */
  static Optional<String> nameBeside(StoreDirs store, Dir parent) throws DiskException {
    Stat work = store.work().stat();
    Stat target = parent.stat();
    boolean oneMount =
        work.mount() == target.mount() && work.identity().device() == target.identity().device();
    return oneMount ? Optional.empty() : Optional.of(BESIDE + UUID.randomUUID());
  }

  /** Makes the area, beside the target if it has a name. */
  static WorkArea make(StoreDirs store, Dir parent, Optional<String> beside) throws DiskException {
    Dir holder = beside.isPresent() ? parent : store.work();
    String name = beside.orElseGet(() -> UUID.randomUUID().toString());
    Optional<Dir> trash = beside.isPresent() ? Optional.empty() : Optional.of(store.trash());
    return new WorkArea(holder, trash, name, holder.make(name, PRIVATE));
  }

  /** Removes an area beside a target that a crash left, if it is what its name says. */
  static void removeLeftOver(Dir parent, String name, long owner) throws DiskException {
    Optional<Stat> found = parent.look(name);
    boolean ours =
        name.startsWith(BESIDE)
            && found
                .filter(Stat::isDirectory)
                .filter(stat -> stat.owner() == owner && stat.mode() == PRIVATE)
                .isPresent();
    if (ours) {
      try (Dir dir = parent.open(name)) {
        removeAll(dir);
      }
      parent.removeDir(name);
    }
  }

  private static void removeAll(Dir dir) throws DiskException {
    for (String name : dir.list()) {
      dir.removeTree(name);
    }
  }

  Dir dir() {
    return dir;
  }

  /** Removes the area with all it holds; what resists goes at the next start. */
  @Override
  public void close() {
    try (dir) {
      if (trash.isPresent()) {
        discard(trash.get());
      } else {
        removeAll(dir);
        holder.removeDir(name);
      }
    } catch (DiskException _) {
      // a tenant's files in a replaced placement may resist; the ledger or the store knows of it
    }
  }

  private void discard(Dir into) throws DiskException {
    try {
      holder.renameNew(name, into, name);
    } catch (DiskException _) {
      holder.removeTree(name); // a full disk may refuse the rename, but not the removal
      return;
    }
    into.removeTree(name);
  }
}
