package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.staging.FindingSink;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.Scrutiny;
import dev.dateilager.domain.staging.StoreSpace;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The golden store in a directory of the node (formats.md §4). One process has it at a time; what
 * it lists is durable and whole, whenever that process dies (I9, I11, I12, I14).
 *
 * <p>{@code life} is read-locked by whoever uses the open directories and write-locked by {@link
 * #close}, so that no descriptor is closed under a placement. {@code downloading} is true while a
 * {@link Download} is open, and becomes so only under the index's {@code changing}, which pruning
 * holds from its first look to its last rename. Order: {@code life}, a download's {@code
 * committing}, {@code changing}, {@code leases}.
 */
public final class DiskGoldenStore implements GoldenStore {
  private final StoreRoot root;
  private final StoreDirs dirs;
  private final StoreIndex index;
  private final StoreSettings settings;
  private final String holder;
  private final Leases leases;
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
  private final AtomicBoolean downloading = new AtomicBoolean();
  private volatile boolean closing;
  private boolean closed;

  private DiskGoldenStore(
      StoreRoot root, StoreDirs dirs, StoreIndex index, StoreSettings settings, String holder) {
    this.root = root;
    this.dirs = dirs;
    this.index = index;
    this.settings = settings;
    this.holder = holder;
    this.leases = new Leases(index);
  }

  /**
   * Opens the store at a path, making it if there is none, and clears what a crash left (R6).
   *
   * @param path a directory that is ours, empty, or absent
   * @throws DateiLagerException.FailedPrecondition if it holds anything else, belongs to another
   *     user, or another process has it; nothing was changed then
   * @throws DateiLagerException if the disk failed
   */
  public static DiskGoldenStore open(Disk disk, NodePath path, StoreSettings settings)
      throws DateiLagerException {
    String holder = Holder.thisProcess();
    try {
      StoreRoot root = StoreRoot.take(disk, path, holder);
      try {
        StoreDirs dirs = StoreDirs.of(root.dir());
        return new DiskGoldenStore(root, dirs, new StoreRecovery(dirs).run(), settings, holder);
      } catch (DiskException failure) {
        root.lock().close();
        root.dir().close();
        throw failure;
      }
    } catch (DiskException failure) {
      throw Failures.inStore("open store '%s'".formatted(path), failure);
    }
  }

  @Override
  public String location() {
    return dirs.root().shown();
  }

  @Override
  public Set<CacheVersion> versions() {
    return index.versions();
  }

  @Override
  public Optional<GoldenCopy> golden(CacheVersion version) {
    return Optional.ofNullable(index.generations().get(version));
  }

  @Override
  public GoldenSize size(GoldenCopy golden) {
    GoldenSize size = GoldenSize.NOTHING;
    for (ContentHash pack : golden.packs()) {
      GoldenSize one = index.packs().get(pack);
      if (one == null) {
        throw new IllegalStateException("pack %s does not stand in the store".formatted(pack));
      }
      size = size.plus(one);
    }
    return size;
  }

  @Override
  public boolean has(ContentHash pack) {
    return index.packs().containsKey(pack);
  }

  @Override
  public Set<ContentHash> packs() {
    return Set.copyOf(index.packs().keySet());
  }

  @Override
  public Download begin() throws DateiLagerException {
    index.changing().lock(); // a pruning under way must not take what this will count on
    try {
      if (!downloading.compareAndSet(false, true)) {
        throw new IllegalStateException("a download of store '%s' is open".formatted(dirs.root()));
      }
      index.putAside().clear();
    } finally {
      index.changing().unlock();
    }
    boolean begun = false;
    try {
      CacheLock lock = CacheLock.take(dirs, holder);
      settings.steps().reached(Step.DOWNLOAD_BEGUN);
      begun = true;
      return new DiskDownload(dirs, index, settings, lock, () -> downloading.set(false));
    } catch (DiskException failure) {
      throw Failures.inStore("begin a download into '%s'".formatted(dirs.root()), failure);
    } finally {
      if (!begun) {
        downloading.set(false);
      }
    }
  }

  @Override
  public Optional<Lease> lease(CacheVersion version) {
    return leases.take(version);
  }

  @Override
  public PruneReport prune(Set<CacheVersion> keep, boolean dryRun) throws DateiLagerException {
    return change(
        "prune",
        upkeep -> {
          if (downloading.get()) {
            throw new Aborted(
                "a download into store '%s' is under way; prune when it has ended"
                    .formatted(location()));
          }
          return upkeep.prune(keep, dryRun);
        });
  }

  @Override
  public void quarantine(ContentHash pack, String why) throws DateiLagerException {
    change(
        "put aside pack " + pack,
        upkeep -> {
          upkeep.quarantine(pack, why);
          return pack;
        });
  }

  /** A change of what stands. */
  @FunctionalInterface
  private interface Change<T> {
    T by(Upkeep upkeep) throws DateiLagerException, DiskException;
  }

  /** Makes a change alone, and deletes what went only when others may change again. */
  private <T> T change(String what, Change<T> change) throws DateiLagerException {
    return use(
        _ -> {
          var upkeep = new Upkeep(dirs, index, leases, settings.steps());
          index.changing().lock();
          try {
            return change.by(upkeep);
          } catch (DiskException failure) {
            throw Failures.inStore("%s in '%s'".formatted(what, location()), failure);
          } finally {
            index.changing().unlock();
            upkeep.emptyTrash();
          }
        });
  }

  @Override
  public void verify(ContentHash pack, Scrutiny scrutiny, FindingSink sink)
      throws DateiLagerException {
    use(
        _ -> {
          try (Lease _ = leases.take(pack)) {
            var files = new FileCheck(scrutiny, new Pace(scrutiny.bytesPerSecond()), this::closes);
            new PackCheck(dirs, pack, files, sink, () -> has(pack)).run();
            return pack;
          } catch (DiskException failure) {
            throw Failures.inStore("compare pack %s".formatted(pack), failure);
          }
        });
  }

  private boolean closes() {
    return closing;
  }

  @Override
  public StoreSpace space() throws DateiLagerException {
    return use(
        _ -> {
          try {
            return dirs.root().space();
          } catch (DiskException failure) {
            throw Failures.inStore("ask for space", failure);
          }
        });
  }

  /** Work on the store's directories. */
  @FunctionalInterface
  public interface Use<T> {
    /** Runs while the directories stay open. */
    T on(StoreDirs dirs) throws DateiLagerException;
  }

  /**
   * Runs something that needs the directories; {@link #close} waits for its end.
   *
   * @throws IllegalStateException if the store is closed
   */
  public <T> T use(Use<T> work) throws DateiLagerException {
    life.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      return work.on(dirs);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public void close() {
    closing = true;
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        dirs.close();
        root.lock().close(); // last: whoever gets it finds nothing of ours open
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
