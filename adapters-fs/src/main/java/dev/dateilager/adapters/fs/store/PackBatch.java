package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Packs that are unpacked in {@code tmp/} and wait to become durable together. For one thread. */
final class PackBatch {
  /**
   * One of them.
   *
   * @param name of its folder in {@code tmp/}
   */
  record Unpacked(ContentHash pack, String name, GoldenSize size, long entries) {}

  private final StoreDirs dirs;
  private final List<Unpacked> packs = new ArrayList<>();
  private GoldenSize size = GoldenSize.NOTHING;

  PackBatch(StoreDirs dirs) {
    this.dirs = dirs;
  }

  /** The name of the manifest beside a folder. */
  static String manifest(String name) {
    return name + ".manifest";
  }

  void add(Unpacked pack) {
    packs.add(pack);
    size = size.plus(pack.size());
  }

  boolean isFull(StoreSettings settings) {
    return packs.size() >= settings.batchPacks() || size.bytes() >= settings.batchBytes();
  }

  Set<ContentHash> hashes() {
    return packs.stream().map(Unpacked::pack).collect(Collectors.toSet());
  }

  /**
   * Makes them durable, lets them stand, and makes that durable (R2).
   *
   * @param together whether the file system is synced as a whole; else each file was already
   * @throws DiskException if that failed; some may stand on disk, none is entered in the index
   */
  void commit(StoreIndex index, boolean together, StepListener steps) throws DiskException {
    if (packs.isEmpty()) {
      return;
    }
    if (together) {
      dirs.root().syncFileSystem();
    } else {
      dirs.tmp().sync();
    }
    steps.reached(Step.BATCH_DURABLE);
    index.changing().lock(); // or a pack of theirs could be put aside half way
    try {
      var exit = new PackExit(dirs, steps);
      for (Unpacked pack : packs) {
        place(pack, exit, steps);
      }
      dirs.manifests().sync();
      dirs.objects().sync();
      steps.reached(Step.BATCH_IN_PLACE);
      packs.forEach(pack -> index.packs().put(pack.pack(), pack.size()));
      exit.empty();
    } finally {
      index.changing().unlock();
    }
  }

  private void place(Unpacked pack, PackExit exit, StepListener steps) throws DiskException {
    dirs.tmp().rename(manifest(pack.name()), dirs.manifests(), pack.pack().hex());
    steps.reached(Step.MANIFEST_IN_PLACE);
    try {
      dirs.tmp().renameNew(pack.name(), dirs.objects(), pack.pack().hex());
    } catch (DiskException failure) {
      if (failure.reason() != Reason.EXISTS) {
        throw failure;
      }
      exit.trashObject(pack.pack().hex()); // it is in no index: left by a removal that failed
      dirs.tmp().renameNew(pack.name(), dirs.objects(), pack.pack().hex());
    }
    steps.reached(Step.PACK_IN_PLACE);
  }

  /** Removes all of them, wherever they have come to; what cannot be removed goes at next start. */
  void discardAll() {
    for (Unpacked pack : packs) {
      discard(pack.name());
      try {
        withdraw(pack);
      } catch (DiskException _) {
        // without its manifest it does not count, and goes at the next start (R6)
      }
    }
    packs.clear();
  }

  /** Takes back one that stands already: the manifest first, without which it is not believed. */
  private void withdraw(Unpacked pack) throws DiskException {
    dirs.manifests().removeTree(pack.pack().hex());
    if (dirs.objects().look(pack.pack().hex()).isPresent()) {
      dirs.objects().renameNew(pack.pack().hex(), dirs.trash(), pack.name());
      dirs.trash().removeTree(pack.name());
    }
  }

  /** Removes one from {@code tmp/}. */
  void discard(String name) {
    for (String part : List.of(name, manifest(name))) {
      try {
        dirs.tmp().removeTree(part);
      } catch (DiskException _) {
        // tmp/ is emptied at the next start (R6)
      }
    }
  }
}
