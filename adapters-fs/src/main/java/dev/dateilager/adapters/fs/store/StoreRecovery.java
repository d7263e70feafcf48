package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.GoldenCopy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a store whole again after whatever happened to the last process (R6): clears what was being
 * made, adopts every pack that stands with its manifest, takes versions off the list that do not
 * stand whole until what they lack has come again. Looks at no file of a pack, and at the head of
 * its manifest alone: R2 made both durable before the pack could stand, and whoever reads the
 * manifest later sees whether it still is what was written.
 */
final class StoreRecovery {
  private final StoreDirs dirs;
  private final StoreIndex index = new StoreIndex();
  private final Map<CacheVersion, GoldenCopy> broken = new HashMap<>();

  StoreRecovery(StoreDirs dirs) {
    this.dirs = dirs;
  }

  /** What stands, after everything else is gone. */
  StoreIndex run() throws DiskException {
    discard(dirs.tmp());
    discard(dirs.work());
    adoptPacks();
    adoptVersions();
    return index;
  }

  /**
   * Into the trash, which is emptied later: neither what resists nor how much there is may keep the
   * store from opening. A full disk may refuse that, but not the removal.
   */
  private void discard(Dir dir) throws DiskException {
    for (String name : dir.list()) {
      try {
        dir.renameNew(name, dirs.trash(), UUID.randomUUID().toString());
      } catch (DiskException failure) {
        if (failure.reason() != Reason.FULL) {
          throw failure;
        }
        dir.removeTree(name);
      }
    }
  }

  private void adoptPacks() throws DiskException {
    var exit = new PackExit(dirs, StepListener.NONE);
    for (String name : dirs.objects().list()) {
      if (!ContentHash.isHex(name) || !isWhole(new ContentHash(name))) {
        exit.trashObject(name); // at once, so that no half of it can stand here
      }
    }
    Set<String> standing =
        index.packs().keySet().stream().map(ContentHash::hex).collect(Collectors.toSet());
    for (String name : dirs.manifests().list()) {
      if (!standing.contains(name)) {
        dirs.manifests().removeTree(name);
      }
    }
  }

  private boolean isWhole(ContentHash pack) throws DiskException {
    if (dirs.objects().look(pack.hex()).filter(Stat::isDirectory).isEmpty()
        || dirs.manifests().look(pack.hex()).isEmpty()) {
      return false;
    }
    try {
      index.packs().put(pack, Manifest.size(dirs.manifests(), pack));
      return true;
    } catch (Corrupt _) {
      return false; // fetched again, like one that never came
    }
  }

  private void adoptVersions() throws DiskException {
    for (CacheVersion version : Generations.listed(dirs)) {
      Optional<GoldenCopy> golden = Generations.read(dirs, version);
      golden.ifPresent(copy -> (isWhole(copy) ? index.generations() : broken).put(version, copy));
    }
    for (String name : dirs.generations().list()) {
      Generations.readWaiting(dirs, name)
          .filter(copy -> !index.generations().containsKey(copy.version()))
          .ifPresent(copy -> index.waiting().put(copy.version(), copy));
    }
    Generations.suspend(dirs, broken.values());
    index.waiting().putAll(broken);
    List<GoldenCopy> again = index.waiting().values().stream().filter(this::isWhole).toList();
    for (GoldenCopy copy : again) {
      index.waiting().remove(copy.version());
      index.generations().put(copy.version(), copy);
    }
    list();
    Generations.resume(dirs, again);
    Generations.removeOthers(dirs, index.versions(), index.waiting().keySet());
  }

  private void list() throws DiskException {
    if (Generations.isListed(dirs, index.versions())) {
      return;
    }
    try {
      Generations.list(dirs, index.versions());
    } catch (DiskException failure) {
      if (failure.reason() != Reason.FULL) {
        throw failure;
      } // a full disk must not keep what is whole from being served; the next listing mends it
    }
  }

  private boolean isWhole(GoldenCopy golden) {
    return index.packs().keySet().containsAll(golden.packs());
  }
}
