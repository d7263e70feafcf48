package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packs being added, in R2's order: unpacked with final modes, manifest written, made durable in
 * batches, renamed into {@code objects/}, and the version listed last.
 *
 * <p>{@code committing} guards {@code batch} and {@code condemned}; the disk is called under it,
 * since a batch must be durable before the next begins to stand. {@code begun} holds the packs that
 * some thread unpacks or has unpacked.
 */
final class DiskDownload implements GoldenStore.Download {
  private final StoreDirs dirs;
  private final StoreIndex index;
  private final StoreSettings settings;
  private final boolean each; // whether each file and directory is synced by itself
  private final CacheLock lock;
  private final Runnable whenClosed;
  private final Set<ContentHash> begun = ConcurrentHashMap.newKeySet();
  private final ReentrantLock committing = new ReentrantLock();
  private PackBatch batch;
  private Optional<DiskException> condemned = Optional.empty();
  private boolean closed;

  DiskDownload(
      StoreDirs dirs,
      StoreIndex index,
      StoreSettings settings,
      CacheLock lock,
      Runnable whenClosed) {
    this.dirs = dirs;
    this.index = index;
    this.settings = settings;
    this.each = settings.syncEach() || !dirs.root().syncsFileSystem();
    this.lock = lock;
    this.whenClosed = whenClosed;
    this.batch = new PackBatch(dirs);
  }

  @Override
  public long add(ContentHash pack, EntryReader entries) throws DateiLagerException {
    if (index.packs().containsKey(pack) || !begun.add(pack)) {
      return 0;
    }
    String name = pack.hex() + "." + UUID.randomUUID();
    boolean added = false;
    try {
      var unpacked = unpack(pack, name, entries);
      enter(unpacked);
      added = true;
      return unpacked.entries();
    } catch (DiskException failure) {
      throw Failures.inStore("unpack pack %s".formatted(pack), failure);
    } catch (IOException failure) {
      throw Failures.inStore("write the manifest of pack %s".formatted(pack), failure);
    } finally {
      if (!added) {
        new PackBatch(dirs).discard(name);
        begun.remove(pack);
      }
    }
  }

  private PackBatch.Unpacked unpack(ContentHash pack, String name, EntryReader entries)
      throws DateiLagerException, IOException {
    try (Dir target = dirs.tmp().make(name, GoldenMode.DIRECTORY);
        var unpacker = new PackUnpacker(target, each)) {
      long count = unpacker.unpack(entries);
      settings.steps().reached(Step.PACK_UNPACKED);
      GoldenSize size;
      try (NewFile manifest = dirs.tmp().create(PackBatch.manifest(name))) {
        size = unpacker.writeManifest(manifest, pack);
        manifest.finish(0600, each);
      }
      if (each) {
        unpacker.syncDirectories();
      }
      settings.steps().reached(Step.MANIFEST_WRITTEN);
      return new PackBatch.Unpacked(pack, name, size, count);
    }
  }

  private void enter(PackBatch.Unpacked unpacked) throws DateiLagerException {
    committing.lock();
    try {
      refuseIfCondemned();
      batch.add(unpacked);
      if (batch.isFull(settings)) {
        commit();
      }
    } finally {
      committing.unlock();
    }
  }

  private void refuseIfCondemned() throws IoFailed {
    if (condemned.isPresent()) {
      throw new IoFailed(
          "an earlier sync failed, so nothing written since is kept", condemned.get());
    }
  }

  private void commit() throws DateiLagerException {
    try {
      batch.commit(index, !each, settings.steps());
    } catch (DiskException failure) {
      condemned = Optional.of(failure); // a second sync would say nothing about the lost pages
      batch.discardAll();
      throw Failures.inStore("make packs durable", failure);
    }
    batch = new PackBatch(dirs);
  }

  @Override
  public GoldenCopy list(CacheVersion version, Set<ContentHash> packs) throws DateiLagerException {
    committing.lock();
    try {
      refuseIfCondemned();
      var missing = new HashSet<>(packs);
      missing.removeAll(index.packs().keySet());
      missing.removeAll(batch.hashes());
      refuseToLack(missing, version);
      commit();
      return list(new GoldenCopy(version, packs));
    } catch (DiskException failure) {
      throw Failures.inStore("list cache version %s".formatted(version), failure);
    } finally {
      committing.unlock();
    }
  }

  private void refuseToLack(Set<ContentHash> missing, CacheVersion version) throws DamagedPack {
    for (ContentHash pack : missing) {
      if (index.putAside().contains(pack)) {
        throw new DamagedPack(
            pack,
            "pack %s was put aside while cache version %s was downloaded; download that again"
                .formatted(pack, version));
      }
      throw new IllegalStateException("version %s lacks pack %s".formatted(version, pack));
    }
  }

  /** Enters it on disk and in the index, and with it every version that lacks nothing any more. */
  private GoldenCopy list(GoldenCopy golden) throws DamagedPack, DiskException {
    index.changing().lock();
    try {
      var missing = new HashSet<>(golden.packs());
      missing.removeAll(index.packs().keySet());
      refuseToLack(missing, golden.version());
      Generations.write(dirs, golden);
      settings.steps().reached(Step.GENERATION_WRITTEN);
      List<GoldenCopy> whole = index.wholeAgain(golden.version());
      var listed = new HashSet<>(index.versions());
      listed.add(golden.version());
      whole.forEach(again -> listed.add(again.version()));
      Generations.list(dirs, listed);
      settings.steps().reached(Step.VERSION_LISTED);
      index.generations().put(golden.version(), golden);
      if (index.waiting().remove(golden.version()) != null) {
        Generations.remove(dirs, List.of(), List.of(golden.version()));
      }
      Generations.resume(dirs, whole);
      for (GoldenCopy again : whole) {
        index.waiting().remove(again.version());
        index.generations().put(again.version(), again);
      }
      return golden;
    } finally {
      index.changing().unlock();
    }
  }

  @Override
  public void close() {
    committing.lock();
    try {
      if (!closed) {
        closed = true;
        batch.discardAll();
        lock.close();
        whenClosed.run();
      }
    } finally {
      committing.unlock();
    }
  }
}
