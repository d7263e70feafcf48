package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.staging.NodePath;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A private directory on the target's own mount, in which a placement is built, and into which is
 * taken what stood at the target (I2): in the store if that is the same mount, else as far up on
 * the way to the target as the mount goes, and known to the ledger. For one thread.
 */
final class WorkArea implements AutoCloseable {
  /** The one name in it: the placement, or what stood at the target. */
  static final String TREE = "tree";

  /** How its name begins outside the store. */
  static final String BESIDE = ".dateilager-";

  /** Its mode. */
  static final int PRIVATE = 0700;

  private final Site site;
  private final Dir dir;
  private final Set<Stat.Identity> ours = new HashSet<>();

  /** Where an area is, and what it needs at its end. */
  private record Site(
      TargetParent parent,
      StoreDirs store,
      Trash trash,
      Dir holder,
      String name,
      Optional<AreaRecord> beside) {}

  private WorkArea(Site site, Dir dir) {
    this.site = site;
    this.dir = dir;
  }

  /** Makes an area for a target; nothing is left if that fails. */
  static WorkArea make(StoreDirs store, TargetParent parent, Trash trash, StepListener steps)
      throws DiskException {
    Stat work = store.work().stat();
    Stat target = parent.dir().stat();
    boolean oneMount =
        work.mount() == target.mount() && work.identity().device() == target.identity().device();
    String unique = UUID.randomUUID().toString();
    WorkArea area;
    if (oneMount) {
      var site = new Site(parent, store, trash, store.work(), unique, Optional.empty());
      area = new WorkArea(site, store.work().make(unique, PRIVATE));
    } else {
      area = makeBeside(store, parent, trash, steps, BESIDE + unique);
    }
    steps.reached(Step.AREA_MADE);
    return area;
  }

  private static WorkArea makeBeside(
      StoreDirs store, TargetParent parent, Trash trash, StepListener steps, String name)
      throws DiskException {
    TargetParent.Holder holder = parent.holder();
    var path = new NodePath(holder.path() + "/" + name);
    var ledger = new Ledger(store);
    var planned = new AreaRecord(path, Optional.empty());
    trash.use(path);
    boolean made = false;
    try {
      ledger.put(planned); // or nobody would know of the area after a crash
      steps.reached(Step.AREA_LEDGERED);
      Dir dir = holder.dir().make(name, PRIVATE);
      var record = new AreaRecord(path, Optional.of(dir.stat().identity()));
      var area =
          new WorkArea(
              new Site(parent, store, trash, holder.dir(), name, Optional.of(record)), dir);
      made = true;
      try {
        ledger.put(record); // only an area whose inode is known may be emptied later
        return area;
      } catch (DiskException failure) {
        area.close();
        throw failure;
      }
    } finally {
      if (!made) {
        forget(ledger, planned);
        trash.free(path);
      }
    }
  }

  private static void forget(Ledger ledger, AreaRecord area) {
    try {
      ledger.remove(area);
    } catch (DiskException _) {
      // it names nothing, or an empty directory, which the trash knows how to deal with
    }
  }

  Dir dir() {
    return dir;
  }

  /** Says that this directory is ours to be deleted, should it be here at the end. */
  void owns(Stat.Identity directory) {
    ours.add(directory);
  }

  /** Whether the tree is this directory. */
  boolean holdsOnly(Stat.Identity directory) throws DiskException {
    return dir.look(TREE).filter(stat -> stat.identity().equals(directory)).isPresent();
  }

  /**
   * Gives what it holds to the trash, and goes. Something that is not ours, because someone
   * exchanged it under our hands, goes back to where it was, if need be under another name.
   */
  @Override
  public void close() {
    try (dir) {
      if (!putBackWhatIsNotOurs()) {
        return;
      }
      if (site.beside().isPresent()) {
        remove(site.beside().get());
      } else {
        discard();
      }
    } catch (DiskException _) {
      // the trash, or the next start, finds it: nothing in work/ is believed
    } finally {
      site.beside().ifPresent(area -> site.trash().free(area.path()));
    }
  }

  private boolean putBackWhatIsNotOurs() throws DiskException {
    Optional<Stat> found = dir.look(TREE);
    return found.isEmpty() || ours.contains(found.get().identity()) || putBack();
  }

  /** Moves the tree back to the target, if that is free, else beside it. */
  boolean putBack() throws DiskException {
    TargetParent parent = site.parent();
    try {
      dir.renameNew(TREE, parent.dir(), parent.name());
    } catch (DiskException taken) {
      if (taken.reason() != Reason.EXISTS) {
        throw taken;
      }
      dir.renameNew(TREE, parent.dir(), BESIDE + "put-back-" + UUID.randomUUID());
    }
    return true;
  }

  private void remove(AreaRecord area) throws DiskException {
    try {
      site.holder().removeDir(site.name());
      new Ledger(site.store()).remove(area);
    } catch (DiskException failure) {
      if (failure.reason() != Reason.NOT_EMPTY) {
        throw failure;
      }
      site.trash().added();
    }
  }

  private void discard() throws DiskException {
    Dir into = site.store().trash();
    try {
      site.holder().removeDir(site.name());
    } catch (DiskException _) {
      try {
        site.holder().renameNew(site.name(), into, site.name());
        site.trash().added();
      } catch (DiskException _) {
        site.holder().removeTree(site.name()); // a full disk may refuse the rename alone
      }
    }
  }
}
