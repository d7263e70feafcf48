package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
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
 * {@link Download} is open.
 */
public final class DiskGoldenStore implements GoldenStore {
  private final StoreRoot root;
  private final StoreDirs dirs;
  private final StoreIndex index;
  private final StoreSettings settings;
  private final String holder;
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
  private final AtomicBoolean downloading = new AtomicBoolean();
  private boolean closed;

  private DiskGoldenStore(
      StoreRoot root, StoreDirs dirs, StoreIndex index, StoreSettings settings, String holder) {
    this.root = root;
    this.dirs = dirs;
    this.index = index;
    this.settings = settings;
    this.holder = holder;
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
    if (!downloading.compareAndSet(false, true)) {
      throw new IllegalStateException("a download of store '%s' is open".formatted(dirs.root()));
    }
    boolean begun = false;
    try {
      CacheLock lock = CacheLock.take(dirs, holder);
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
