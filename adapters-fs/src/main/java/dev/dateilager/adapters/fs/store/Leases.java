package dev.dateilager.adapters.fs.store;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must not be pruned just now (I15). Its monitor makes "take a lease" and "take the rest out
 * of the index" one after the other; the disk is never called under it, so no placement waits for
 * that.
 */
final class Leases {
  /**
   * What goes in one pruning.
   *
   * @param versions off the list
   * @param dropped versions that only waited for a pack
   * @param held versions that stay because they are leased
   * @param packs that none of those which stay has
   */
  record Leaving(
      Map<CacheVersion, GoldenCopy> versions,
      Map<CacheVersion, GoldenCopy> dropped,
      Set<CacheVersion> held,
      Map<ContentHash, GoldenSize> packs) {}

  private final StoreIndex index;
  private final Set<Held> held = new HashSet<>();

  Leases(StoreIndex index) {
    this.index = index;
  }

  synchronized Optional<GoldenStore.Lease> take(CacheVersion version) {
    return Optional.ofNullable(index.generations().get(version)).map(this::hold);
  }

  /** Keeps a pack alone. */
  synchronized GoldenStore.Lease take(ContentHash pack) throws NotFound {
    if (!index.packs().containsKey(pack)) {
      throw new NotFound("pack %s does not stand in the store".formatted(pack));
    }
    return hold(new GoldenCopy(GoldenCopy.NO_CACHE.version(), Set.of(pack)));
  }

  private Held hold(GoldenCopy golden) {
    var lease = new Held(golden);
    held.add(lease);
    return lease;
  }

  private final class Held implements GoldenStore.Lease {
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
      synchronized (Leases.this) {
        held.remove(this);
      }
    }
  }

  /** Decides what goes, and unless it is a rehearsal takes that out of the index. */
  synchronized Leaving leave(Set<CacheVersion> keep, boolean rehearsal) {
    Set<CacheVersion> leased =
        held.stream().map(lease -> lease.golden.version()).collect(Collectors.toSet());
    var versions = new HashMap<>(index.generations());
    versions.keySet().removeAll(keep);
    var stays = new HashSet<>(leased);
    stays.retainAll(versions.keySet());
    versions.keySet().removeAll(stays);
    var dropped = new HashMap<>(index.waiting());
    dropped.keySet().removeAll(keep);
    var packs = new HashMap<>(index.packs());
    Stream.concat(index.generations().values().stream(), index.waiting().values().stream())
        .filter(golden -> !versions.containsKey(golden.version()))
        .filter(golden -> !dropped.containsKey(golden.version()))
        .forEach(golden -> packs.keySet().removeAll(golden.packs()));
    held.forEach(lease -> packs.keySet().removeAll(lease.golden.packs()));
    if (!rehearsal) {
      index.generations().keySet().removeAll(versions.keySet());
      index.waiting().keySet().removeAll(dropped.keySet());
      index.packs().keySet().removeAll(packs.keySet());
    }
    return new Leaving(versions, dropped, stays, packs);
  }
}
