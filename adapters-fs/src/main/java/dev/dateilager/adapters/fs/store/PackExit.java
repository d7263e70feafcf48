package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.model.ContentHash;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The way of packs out of {@code objects/}: first the manifest goes, without which a pack is not
 * believed at the next start (R6), then the pack, by one rename. Callers hold {@code changing}, and
 * have taken the pack out of the index. A disk that is full may refuse a rename, never a removal.
 */
final class PackExit {
  private final StoreDirs dirs;
  private final StepListener steps;
  private final List<String> trash = new ArrayList<>();

  PackExit(StoreDirs dirs, StepListener steps) {
    this.dirs = dirs;
    this.steps = steps;
  }

  /** Takes a pack off; its files are in the trash then, or were deleted where they stood. */
  void trash(ContentHash pack) throws DiskException {
    dirs.manifests().removeTree(pack.hex());
    steps.reached(Step.MANIFEST_REMOVED);
    trashObject(pack.hex());
    steps.reached(Step.PACK_TRASHED);
  }

  /** Takes away what stands at a name of {@code objects/}, if anything does. */
  void trashObject(String name) throws DiskException {
    if (!move(dirs.objects(), name, dirs.trash(), UUID.randomUUID().toString())) {
      dirs.objects().removeTree(name);
    }
  }

  /** Whether it was moved; what was moved to the trash is remembered. */
  private boolean move(Dir from, String name, Dir to, String as) throws DiskException {
    try {
      from.renameNew(name, to, as);
    } catch (DiskException failure) {
      return switch (failure.reason()) {
        case ABSENT -> true; // gone already
        case FULL -> false;
        default -> throw failure;
      };
    }
    if (to.equals(dirs.trash())) {
      trash.add(as);
    }
    return true;
  }

  /** Puts a damaged pack aside, and whatever was aside before into the trash. */
  void quarantine(ContentHash pack, String why) throws DiskException {
    for (String before : dirs.quarantine().list()) {
      if (!move(dirs.quarantine(), before, dirs.trash(), UUID.randomUUID().toString())) {
        dirs.quarantine().removeTree(before);
      }
    }
    if (!move(dirs.manifests(), pack.hex(), dirs.quarantine(), pack.hex() + ".manifest")) {
      dirs.manifests().removeTree(pack.hex());
    }
    dirs.manifests().sync();
    steps.reached(Step.MANIFEST_REMOVED);
    if (!move(dirs.objects(), pack.hex(), dirs.quarantine(), pack.hex())) {
      trashObject(pack.hex());
    }
    dirs.quarantine().sync();
    steps.reached(Step.PACK_QUARANTINED);
    note(pack, why);
  }

  /** For people alone, so a disk that is full may do without. */
  private void note(ContentHash pack, String why) {
    try {
      CheckedText.replace(
          dirs.tmp(),
          UUID.randomUUID().toString(),
          dirs.quarantine(),
          pack.hex() + ".why",
          why + "\n",
          0600);
    } catch (DiskException _) {
      // the pack is aside, which is what matters
    }
  }

  /** Makes durable that they are gone. */
  void sync() throws DiskException {
    dirs.manifests().sync();
    dirs.objects().sync();
  }

  /** Deletes what is in the trash by now; needs no lock. What resists goes at the next start. */
  void empty() {
    for (String name : trash) {
      try {
        dirs.trash().removeTree(name);
      } catch (DiskException _) {
        // nothing in the trash is believed
      }
    }
    trash.clear();
  }
}
