package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.GoldenCopy;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a store whole again after whatever happened to the last process (R6): clears what was being
 * made, adopts every pack that stands with its manifest, takes versions off the list that do not
 * stand whole. Reads no file of a pack: R2 made them durable before the pack could stand.
 */
final class StoreRecovery {
  private static final ManifestVisitor ONLY_CHECKING =
      new ManifestVisitor() {
        @Override
        public void directory(String path) {}

        @Override
        public void file(String name, int mode, long size, byte[] sha256) {}

        @Override
        public void symlink(String name, String text) {}
      };

  private final StoreDirs dirs;
  private final StoreIndex index = new StoreIndex();

  StoreRecovery(StoreDirs dirs) {
    this.dirs = dirs;
  }

  /** What stands, after everything else is gone. */
  StoreIndex run() throws DiskException {
    clear(dirs.tmp());
    discard(dirs.work());
    adoptPacks();
    adoptVersions();
    return index;
  }

  /** A tenant's left-overs in the trash may resist: that must not keep the store from opening. */
  private static void clear(Dir dir) throws DiskException {
    for (String name : dir.list()) {
      try {
        dir.removeTree(name);
      } catch (DiskException _) {
        // nothing in here is believed, so it may as well stay until the next start
      }
    }
  }

  /** Into the trash, which is emptied later: neither may keep the store from opening. */
  private void discard(Dir dir) throws DiskException {
    for (String name : dir.list()) {
      dir.renameNew(name, dirs.trash(), UUID.randomUUID().toString());
    }
  }

  private void adoptPacks() throws DiskException {
    for (String name : dirs.objects().list()) {
      if (ContentHash.isHex(name) && isWhole(new ContentHash(name))) {
        continue;
      }
      String aside = UUID.randomUUID().toString();
      dirs.objects().renameNew(name, dirs.trash(), aside); // so that no half of it can stand here
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
      index.packs().put(pack, Manifest.read(dirs.manifests(), pack, ONLY_CHECKING));
      return true;
    } catch (Corrupt _) {
      return false; // fetched again, like one that never came
    }
  }

  private void adoptVersions() throws DiskException {
    SortedSet<CacheVersion> listed = Generations.listed(dirs);
    for (CacheVersion version : listed) {
      Optional<GoldenCopy> golden =
          Generations.read(dirs, version)
              .filter(copy -> index.packs().keySet().containsAll(copy.packs()));
      golden.ifPresent(copy -> index.generations().put(version, copy));
    }
    if (!Generations.isListed(dirs, index.generations().keySet())) {
      Generations.list(dirs, index.generations().keySet());
    }
    Set<String> whole =
        index.versions().stream().map(CacheVersion::toString).collect(Collectors.toSet());
    for (String name : dirs.generations().list()) {
      if (!whole.contains(name)) {
        dirs.generations().removeTree(name);
      }
    }
  }
}
