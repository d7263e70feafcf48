package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A golden store that keeps everything in memory. */
public final class InMemoryGoldenStore implements GoldenStore {
  /** What outlives a store: the memory that stands for its directory. */
  public static final class Memory {
    private final Map<ContentHash, Map<String, Item>> packs = new HashMap<>();
    private final SortedMap<CacheVersion, GoldenCopy> versions =
        new TreeMap<>(Comparator.reverseOrder());
    private boolean open;
    private boolean goLock;

    /** As if a Go client's download were under way. */
    public synchronized void makeGoLock() {
      goLock = true;
    }
  }

  /** A file, link or directory of a pack. */
  record Item(Entry entry, Blob body) {}

  private final Memory memory;
  private boolean downloading;

  /**
   * Opens the store.
   *
   * @throws FailedPrecondition if another has it open
   */
  public InMemoryGoldenStore(Memory memory) throws FailedPrecondition {
    this.memory = memory;
    synchronized (memory) {
      if (memory.open) {
        throw new FailedPrecondition("store is in use by this process");
      }
      memory.open = true;
    }
  }

  @Override
  public Set<CacheVersion> versions() {
    synchronized (memory) {
      var versions = new LinkedHashMap<CacheVersion, GoldenCopy>(memory.versions);
      return Collections.unmodifiableSet(versions.keySet());
    }
  }

  @Override
  public Optional<GoldenCopy> golden(CacheVersion version) {
    synchronized (memory) {
      return Optional.ofNullable(memory.versions.get(version));
    }
  }

  @Override
  public GoldenSize size(GoldenCopy golden) {
    GoldenSize size = GoldenSize.NOTHING;
    for (ContentHash pack : golden.packs()) {
      for (Item item : items(pack).values()) {
        if (item.entry() instanceof Entry.RegularFile file) {
          size = size.plus(new GoldenSize(1, file.size()));
        }
      }
    }
    return size;
  }

  /** What a pack unpacks to, by relative path, without implied directories. */
  Map<String, Item> items(ContentHash pack) {
    synchronized (memory) {
      Map<String, Item> items = memory.packs.get(pack);
      if (items == null) {
        throw new IllegalStateException("pack %s does not stand in the store".formatted(pack));
      }
      return items;
    }
  }

  /** As if the disk had damaged a file: what stands there is not what was stored. */
  public void damage(ContentHash pack, String path) {
    synchronized (memory) {
      items(pack).computeIfPresent(path, (_, item) -> new Item(item.entry(), Blob.utf8("damaged")));
    }
  }

  @Override
  public boolean has(ContentHash pack) {
    synchronized (memory) {
      return memory.packs.containsKey(pack);
    }
  }

  @Override
  public Set<ContentHash> packs() {
    synchronized (memory) {
      return Set.copyOf(memory.packs.keySet());
    }
  }

  @Override
  public Download begin() throws DateiLagerException {
    synchronized (memory) {
      if (downloading) {
        throw new IllegalStateException("a download is open");
      }
      if (memory.goLock) {
        throw new FailedPrecondition("unable to obtain cache lock file: another program made it");
      }
      downloading = true;
      return new Adding();
    }
  }

  @Override
  public void close() {
    synchronized (memory) {
      memory.open = false;
    }
  }

  private final class Adding implements Download {
    private final Map<ContentHash, Map<String, Item>> added = new HashMap<>();

    @Override
    public long add(ContentHash pack, EntryReader entries) throws DateiLagerException {
      synchronized (memory) {
        if (has(pack) || added.containsKey(pack)) {
          return 0;
        }
      }
      var items = new TreeMap<String, Item>();
      long count = 0;
      for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
        enter(items, next.get(), body(next.get(), entries));
        count++;
      }
      synchronized (memory) {
        added.put(pack, items);
      }
      return count;
    }

    private static Blob body(Entry entry, EntryReader entries) throws DateiLagerException {
      if (!(entry instanceof Entry.RegularFile file)) {
        return Blob.EMPTY;
      }
      var body = new ByteArrayOutputStream();
      var buffer = new byte[100];
      for (int n = entries.read(buffer, 0, 100); n >= 0; n = entries.read(buffer, 0, 100)) {
        body.write(buffer, 0, n);
      }
      if (body.size() != file.size()) {
        throw new Corrupt("body of '%s' has another size".formatted(entry.path()));
      }
      return Blob.owned(body.toByteArray());
    }

    private static void enter(SortedMap<String, Item> items, Entry entry, Blob body)
        throws Corrupt {
      String path = entry.path().relative();
      boolean refused =
          entry instanceof Entry.Deletion
              || entry instanceof Entry.CachedReference
              || entry.path().isClientState()
              || entry.path().ancestors().stream()
                  .map(ancestor -> items.get(ancestor.relative()))
                  .anyMatch(item -> item != null && !(item.entry() instanceof Entry.Directory));
      boolean holdsSomething = !items.subMap(path + "/", path + "0").isEmpty();
      if (refused || (holdsSomething && !(entry instanceof Entry.Directory))) {
        throw new Corrupt("pack cannot hold '%s'".formatted(entry.path()));
      }
      items.put(path, new Item(entry, body));
    }

    @Override
    public GoldenCopy list(CacheVersion version, Set<ContentHash> packs) {
      synchronized (memory) {
        for (ContentHash pack : packs) {
          if (!has(pack) && !added.containsKey(pack)) {
            throw new IllegalStateException("version %s lacks pack %s".formatted(version, pack));
          }
        }
        memory.packs.putAll(added);
        added.clear();
        var golden = new GoldenCopy(version, packs);
        memory.versions.put(version, golden);
        return golden;
      }
    }

    @Override
    public void close() {
      synchronized (memory) {
        added.clear();
        downloading = false;
      }
    }
  }
}
