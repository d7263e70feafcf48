package dev.dateilager.adapters.fs.store;

import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Downloads and prunes versions of a few packs, over and over, as chance has it. Remembers which
 * versions must be found, whenever and however it ends.
 */
final class StoreChurn {
  private static final int PACKS = 12;

  private final Random random;
  private final Set<CacheVersion> must = new HashSet<>();
  private final Set<CacheVersion> may = new HashSet<>();
  private long last;
  private volatile boolean stopped;

  StoreChurn(long seed) {
    this.random = new Random(seed);
  }

  /** Versions that were listed and not pruned. */
  synchronized Set<CacheVersion> must() {
    return Set.copyOf(must);
  }

  /** Those, and what was being listed or pruned. */
  synchronized Set<CacheVersion> may() {
    var all = new HashSet<>(must);
    all.addAll(may);
    return all;
  }

  /** Ends {@link #run} soon. */
  void stop() {
    stopped = true;
  }

  /** Goes on until the store fails, or until stopped, for one version at least. */
  void run(GoldenStore store) throws DateiLagerException {
    do {
      var version = new CacheVersion(++last);
      var packs = new SamplePack[1 + random.nextInt(3)];
      for (int i = 0; i < packs.length; i++) {
        packs[i] = pack(random.nextInt(PACKS));
      }
      begin(version);
      WholeStore.download(store, version, packs);
      succeed(version);
      if (random.nextInt(3) == 0) {
        var keep = Set.of(version, new CacheVersion(last - 1));
        leave(keep);
        store.prune(keep, false);
        forget(keep);
      }
      if (random.nextInt(6) == 0) {
        quarantine(store, packs[0]);
      }
    } while (!stopped);
  }

  private void quarantine(GoldenStore store, SamplePack pack) throws DateiLagerException {
    leave(Set.of()); // which versions have the pack does not matter here
    store.quarantine(pack.hash(), "by chance");
  }

  private synchronized void begin(CacheVersion version) {
    may.add(version);
  }

  private synchronized void succeed(CacheVersion version) {
    must.add(version);
  }

  private synchronized void leave(Set<CacheVersion> keep) {
    may.addAll(must);
    must.retainAll(keep);
  }

  private synchronized void forget(Set<CacheVersion> keep) {
    may.removeIf(version -> !must.contains(version) && !keep.contains(version));
  }

  /** After a restart: what is there now is what must be there. */
  synchronized void begin(Set<CacheVersion> found) {
    must.clear();
    must.addAll(found);
  }

  private static SamplePack pack(int number) {
    String name = "p" + number;
    String path = "node_modules/" + name;
    return SamplePack.twoFiles(name)
        .file(path + "/big", 0644, Integer.toString(number).repeat(20_000 * (number + 1)))
        .symlink(path + "/link", "big");
  }
}
