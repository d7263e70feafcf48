package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory that holds a target's name, with the way to it: opened without following a link
 * below the administrator's root (R1), made where it was missing. For one thread.
 */
final class TargetParent implements AutoCloseable {
  private static final int MADE = 0755;

  private final Stat.Identity store;
  private final NodePath target;
  private final List<Dir> way = new ArrayList<>();
  private final List<String> paths = new ArrayList<>(); // of the way, as the target has them
  private final List<Made> made = new ArrayList<>(); // outermost first

  /** A directory that was missing; between two of them there may be one that another made. */
  private record Made(Dir holder, String name) {}

  private TargetParent(Stat.Identity store, NodePath target) {
    this.store = store;
    this.target = target;
  }

  /**
   * Opens the way to a target.
   *
   * @param make whether missing directories are made
   * @throws DiskException {@link Reason#ABSENT} if one is missing, or vanished while it was made,
   *     among others; what was made is removed again
   * @throws PermissionDenied if it leads into the store, or over a mount below the root
   */
  static TargetParent of(
      Disk disk, List<NodePath> roots, NodePath target, Stat.Identity store, boolean make)
      throws DiskException, PermissionDenied {
    var parent = new TargetParent(store, target);
    boolean whole = false;
    try {
      parent.walk(disk, roots, make);
      whole = true;
      return parent;
    } finally {
      if (!whole) {
        parent.undo();
        parent.close();
      }
    }
  }

  private void walk(Disk disk, List<NodePath> roots, boolean make)
      throws DiskException, PermissionDenied {
    NodePath root =
        roots.stream()
            .filter(candidate -> target.isBelow(candidate) && !target.equals(candidate))
            .max(Comparator.comparingInt(candidate -> candidate.value().length()))
            .orElse(null);
    enter(root == null ? disk.top() : disk.open(root), root == null ? "" : root.value());
    String rest = target.value().substring(root == null ? 1 : root.value().length() + 1);
    String[] names = rest.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      enter(step(names[i], make), paths.getLast() + "/" + names[i]);
    }
  }

  private Dir step(String name, boolean make) throws DiskException, PermissionDenied {
    try {
      return dir().open(name);
    } catch (DiskException failure) {
      if (failure.reason() == Reason.OTHER_MOUNT) {
        throw new PermissionDenied(
            "path '%s' leads over the mount point '%s/%s'; allow that as a root of its own to place there"
                .formatted(target, paths.getLast(), name));
      }
      if (!make || failure.reason() != Reason.ABSENT) {
        throw failure;
      }
    }
    try {
      Dir fresh = dir().make(name, MADE);
      made.add(new Made(dir(), name));
      return fresh;
    } catch (DiskException failure) {
      if (failure.reason() == Reason.EXISTS) {
        return dir().open(name); // made by another placement just now
      }
      throw failure;
    }
  }

  private void enter(Dir dir, String path) throws DiskException, PermissionDenied {
    way.add(dir);
    paths.add(path);
    refuseStore(dir.stat());
  }

  /** Refuses what is the store's own directory: a placement there would break it. */
  void refuseStore(Stat found) throws PermissionDenied {
    if (found.identity().equals(store)) {
      throw new PermissionDenied("path '%s' leads into the store".formatted(target));
    }
  }

  /** The directory. */
  Dir dir() {
    return way.getLast();
  }

  /** The target's name in it. */
  String name() {
    return target.value().substring(target.value().lastIndexOf('/') + 1);
  }

  /** What is placed, released or looked for there. */
  NodePath target() {
    return target;
  }

  /**
   * A directory on the way for something of ours.
   *
   * @param dir open as long as the way is
   * @param path its path; empty for the top
   */
  record Holder(Dir dir, String path) {}

  /**
   * The outermost directory on the way that lies on the target's own mount and may be written: as
   * far from the workload as can be, and not in the way of those who remove the workload's
   * directory after us (I2, I16).
   */
  Holder holder() throws DiskException {
    long mount = dir().stat().mount();
    int outermost = way.size() - 1;
    while (outermost > 0 && way.get(outermost - 1).stat().mount() == mount) {
      outermost--;
    }
    while (outermost < way.size() - 1 && !way.get(outermost).mayWrite()) {
      outermost++;
    }
    return new Holder(way.get(outermost), paths.get(outermost));
  }

  /** Removes again what was made on the way; what others have put there keeps it. */
  void undo() {
    for (Made directory : made.reversed()) {
      try {
        directory.holder().removeDir(directory.name());
      } catch (DiskException _) {
        return; // someone uses it, or removed it already
      }
    }
  }

  @Override
  public void close() {
    way.reversed().forEach(Dir::close);
  }
}
