package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.staging.PackContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server with the cache versions that a test gives it, and the failures that it scripts. Also
 * opens the packs that it sends.
 */
public final class ScriptedCacheSource implements CacheSource, PackContents {
  private final TreeMap<CacheVersion, List<SamplePack>> versions = new TreeMap<>();
  private final Map<Blob, SamplePack> byBytes = new HashMap<>();
  private final Set<ContentHash> heldBack = new HashSet<>();
  private boolean tellsNothing;
  private @Nullable DateiLagerException away;
  private @Nullable DateiLagerException broken;
  private int brokenAfter;
  private int opened;
  private int sent;
  private int closed;

  /** Adds a version. */
  public synchronized void publish(CacheVersion version, SamplePack... packs) {
    versions.put(version, List.of(packs));
    for (SamplePack pack : packs) {
      byBytes.put(pack.packed(), pack);
    }
  }

  /** Forgets every version. */
  public synchronized void forgetAll() {
    versions.clear();
  }

  /** From now on it is a Go server: announces nothing, and sends packs that are held, too. */
  public synchronized void tellNothing() {
    tellsNothing = true;
  }

  /** From now on it takes this pack for one that the caller holds. */
  public synchronized void holdBack(SamplePack pack) {
    heldBack.add(pack.hash());
  }

  /** From now on calls fail with this. */
  public synchronized void goAway(DateiLagerException failure) {
    away = failure;
  }

  /** From now on streams break after so many packs. */
  public synchronized void breakAfter(int packs, DateiLagerException failure) {
    broken = failure;
    brokenAfter = packs;
  }

  /** From now on nothing fails. */
  public synchronized void recover() {
    away = null;
    broken = null;
  }

  /** Downloads begun so far. */
  public synchronized int opened() {
    return opened;
  }

  /** Packs sent so far. */
  public synchronized int sent() {
    return sent;
  }

  /** Downloads closed so far. */
  public synchronized int closed() {
    return closed;
  }

  @Override
  public synchronized CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    opened++;
    if (away != null) {
      throw away;
    }
    Optional<CacheVersion> version =
        wanted.or(() -> versions.isEmpty() ? Optional.empty() : Optional.of(versions.lastKey()));
    Optional<CacheVersion> found = version.filter(versions::containsKey);
    return new Sending(found, found.map(versions::get).orElse(List.of()), have);
  }

  @Override
  public synchronized EntryReader open(Blob packed) {
    SamplePack pack = byBytes.get(packed);
    if (pack == null) {
      throw new IllegalStateException("no such pack was sent");
    }
    return pack.open();
  }

  private final class Sending implements CacheDownload {
    private final Optional<CacheVersion> version;
    private final Set<ContentHash> hashes;
    private final List<SamplePack> left;

    private Sending(Optional<CacheVersion> version, List<SamplePack> packs, Set<ContentHash> have) {
      this.version = version;
      this.hashes = packs.stream().map(SamplePack::hash).collect(Collectors.toUnmodifiableSet());
      this.left =
          packs.stream()
              .filter(pack -> tellsNothing || !have.contains(pack.hash()))
              .filter(pack -> !heldBack.contains(pack.hash()))
              .collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public Optional<CacheVersion> version() {
      return version;
    }

    @Override
    public OptionalLong announcedPacks() {
      return tellsNothing ? OptionalLong.empty() : OptionalLong.of(left.size());
    }

    @Override
    public Optional<Set<ContentHash>> hashes() {
      return tellsNothing || version.isEmpty() ? Optional.empty() : Optional.of(hashes);
    }

    @Override
    public Optional<Pack> next() throws DateiLagerException {
      synchronized (ScriptedCacheSource.this) {
        if (broken != null && brokenAfter-- == 0) {
          throw broken;
        }
        if (left.isEmpty()) {
          return Optional.empty();
        }
        sent++;
        SamplePack pack = left.removeFirst();
        return Optional.of(new Pack(pack.hash(), pack.packed()));
      }
    }

    @Override
    public void close() {
      synchronized (ScriptedCacheSource.this) {
        closed++;
      }
    }
  }
}
