package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.NodePath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories that are no placement, whatever a ledger says that someone else wrote: the store, the
 * administrator's roots, and those above them (I1, I17). They are looked up once, when they are
 * first needed; for one operation of one thread.
 */
final class Kept {
  private final Disk disk;
  private final Dir store;
  private final List<NodePath> roots;
  private @Nullable Set<Stat.Identity> directories;

  Kept(Disk disk, Dir store, List<NodePath> roots) {
    this.disk = disk;
    this.store = store;
    this.roots = roots;
  }

  /**
   * Refuses to take a directory away.
   *
   * @param path what it is called
   * @throws PermissionDenied if it is one of these
   */
  void refuse(NodePath path, Stat found) throws DiskException, PermissionDenied {
    Set<Stat.Identity> known = directories;
    if (known == null) {
      known = lookUp();
      directories = known;
    }
    if (known.contains(found.identity())) {
      throw new PermissionDenied(
          "path '%s' is, or holds, the store or a root that placements are allowed below"
              .formatted(path));
    }
  }

  private Set<Stat.Identity> lookUp() throws DiskException {
    var found = new HashSet<Stat.Identity>();
    climb(store, found);
    for (NodePath root : roots) {
      try (Dir dir = disk.open(root)) {
        climb(dir, found);
      } catch (DiskException failure) {
        if (failure.reason() != Reason.ABSENT) {
          throw failure;
        }
      }
    }
    return found;
  }

  private static void climb(Dir dir, Set<Stat.Identity> found) throws DiskException {
    boolean fresh = found.add(dir.stat().identity()); // else what is above is known, too
    Optional<Dir> above = fresh ? dir.above() : Optional.empty();
    while (above.isPresent()) {
      try (Dir here = above.get()) {
        fresh = found.add(here.stat().identity());
        above = fresh ? here.above() : Optional.empty();
      }
    }
  }
}
