package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.FindingSink;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.Scrutiny;
import dev.dateilager.domain.staging.StoreSpace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A golden store that keeps everything in memory. */
public final class InMemoryGoldenStore implements GoldenStore {
  /** What outlives a store: the memory that stands for its directory. */
  public static final class Memory {
    private final Map<ContentHash, Map<String, Item>> packs = new HashMap<>();
    private final Map<ContentHash, Map<String, Item>> manifests = new HashMap<>();
    private final SortedMap<CacheVersion, GoldenCopy> versions =
        new TreeMap<>(Comparator.reverseOrder());
    private final Map<CacheVersion, GoldenCopy> waiting = new HashMap<>();
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
  private final List<Lease> leases = new ArrayList<>();
  private final Set<ContentHash> putAside = new HashSet<>();
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
  public String location() {
    return "memory";
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

  /** As if the disk had turned a bit of a file. */
  public void flip(ContentHash pack, String path) {
    synchronized (memory) {
      items(pack)
          .computeIfPresent(
              path,
              (_, item) -> {
                byte[] bytes = item.body().toByteArray();
                bytes[0] ^= 1;
                return new Item(item.entry(), Blob.owned(bytes));
              });
    }
  }

  /** As if a file had gone from the disk. */
  public void lose(ContentHash pack, String path) {
    synchronized (memory) {
      items(pack).remove(path);
    }
  }

  /** As if something had come to the disk that nobody put there. */
  public void addStray(ContentHash pack, String path) {
    synchronized (memory) {
      var entry = new Entry.RegularFile(new ObjectPath(path), 0644, 0);
      items(pack).put(path, new Item(entry, Blob.EMPTY));
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
      putAside.clear();
      return new Adding();
    }
  }

  @Override
  public Optional<Lease> lease(CacheVersion version) {
    synchronized (memory) {
      return golden(version)
          .map(
              golden -> {
                var lease = new Held(golden);
                leases.add(lease);
                return lease;
              });
    }
  }

  private final class Held implements Lease {
    private final GoldenCopy golden;

    private Held(GoldenCopy golden) {
      this.golden = golden;
    }

    @Override
    public GoldenCopy golden() {
      return golden;
    }

    @Override
    public void close() {
      synchronized (memory) {
        leases.remove(this);
      }
    }
  }

  @Override
  public PruneReport prune(Set<CacheVersion> keep, boolean dryRun) throws Aborted {
    synchronized (memory) {
      if (downloading) {
        throw new Aborted("a download is under way");
      }
      Set<CacheVersion> leased =
          leases.stream().map(lease -> lease.golden().version()).collect(Collectors.toSet());
      var going = new HashSet<>(memory.versions.keySet());
      going.removeAll(keep);
      Set<CacheVersion> held = going.stream().filter(leased::contains).collect(Collectors.toSet());
      going.removeAll(held);
      Set<ContentHash> needed =
          Stream.of(memory.versions.values().stream(), memory.waiting.values().stream())
              .flatMap(each -> each)
              .filter(copy -> keep.contains(copy.version()) || held.contains(copy.version()))
              .flatMap(copy -> copy.packs().stream())
              .collect(Collectors.toSet());
      leases.forEach(lease -> needed.addAll(lease.golden().packs()));
      var packs = new HashSet<>(memory.packs.keySet());
      packs.removeAll(needed);
      GoldenSize size = size(new GoldenCopy(new CacheVersion(0), packs));
      if (!dryRun) {
        memory.versions.keySet().removeAll(going);
        memory.waiting.keySet().retainAll(keep);
        memory.packs.keySet().removeAll(packs);
        memory.manifests.keySet().removeAll(packs);
      }
      return new PruneReport(going, held, packs.size(), size);
    }
  }

  @Override
  public void quarantine(ContentHash pack, String why) {
    synchronized (memory) {
      if (memory.packs.remove(pack) == null) {
        return;
      }
      memory.manifests.remove(pack);
      putAside.add(pack);
      for (GoldenCopy copy : List.copyOf(memory.versions.values())) {
        if (copy.packs().contains(pack)) {
          memory.versions.remove(copy.version());
          memory.waiting.put(copy.version(), copy);
        }
      }
    }
  }

  @Override
  public void verify(ContentHash pack, Scrutiny scrutiny, FindingSink sink)
      throws DateiLagerException {
    Map<String, Item> found;
    Map<String, Item> expected;
    synchronized (memory) {
      if (!has(pack)) {
        throw new NotFound("pack %s does not stand in the store".formatted(pack));
      }
      found = Map.copyOf(items(pack));
      expected = memory.manifests.getOrDefault(pack, Map.of());
    }
    for (String path : expected.keySet()) {
      Item item = found.get(path);
      if (item == null) {
        sink.found(new Finding(pack, path, "is missing"));
        continue;
      }
      Blob wanted = expected.getOrDefault(path, item).body();
      if (item.body().length() != wanted.length()) {
        sink.found(new Finding(pack, path, "has another size"));
      } else if (scrutiny.bytes() && !item.body().equals(wanted)) {
        sink.found(new Finding(pack, path, "has other bytes"));
      }
    }
    for (String path : found.keySet()) {
      if (!expected.containsKey(path)) {
        sink.found(new Finding(pack, path, "is not in the manifest"));
      }
    }
  }

  @Override
  public StoreSpace space() {
    return new StoreSpace(Runtime.getRuntime().freeMemory(), Long.MAX_VALUE);
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
    public GoldenCopy list(CacheVersion version, Set<ContentHash> packs) throws DamagedPack {
      synchronized (memory) {
        for (ContentHash pack : packs) {
          if (!has(pack) && !added.containsKey(pack) && putAside.contains(pack)) {
            throw new DamagedPack(pack, "pack %s was put aside meanwhile".formatted(pack));
          }
          if (!has(pack) && !added.containsKey(pack)) {
            throw new IllegalStateException("version %s lacks pack %s".formatted(version, pack));
          }
        }
        added.forEach((pack, items) -> memory.manifests.put(pack, Map.copyOf(items)));
        memory.packs.putAll(added);
        added.clear();
        var golden = new GoldenCopy(version, packs);
        memory.versions.put(version, golden);
        memory.waiting.remove(version);
        for (GoldenCopy copy : List.copyOf(memory.waiting.values())) {
          if (memory.packs.keySet().containsAll(copy.packs())) {
            memory.waiting.remove(copy.version());
            memory.versions.put(copy.version(), copy);
          }
        }
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
