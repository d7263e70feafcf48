package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes cache versions, hands them out, inspects and retires them (semantics.md §9). Safe for use
 * by many threads.
 */
public final class Caches {
  /** Most packs of a cache version. */
  public static final int MAX_PACKS = 100_000;

  static final int SIZES_AT_ONCE = 1000;
  static final int PROJECTS_AT_ONCE = 10_000;

  private final CatalogStore store;
  private final ContentBudget budget;

  /**
   * @param store where cache versions are kept
   * @param budget what all readers together may hold in memory
   */
  public Caches(CatalogStore store, ContentBudget budget) {
    this.store = store;
    this.budget = budget;
  }

  /**
   * Makes a cache version of the packs that most projects share.
   *
   * @param prefix only packs whose path starts with it; empty for all
   * @param maxPacks at most so many, 1–100,000; with {@code maxBytes} also 0, for as many as may be
   * @param maxBytes at most so many stored bytes together, or 0 for any number; a pack that does
   *     not fit is left out
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if a limit is out of range or the prefix holds a NUL
   */
  public CacheInfo create(Role role, String prefix, long maxPacks, long maxBytes)
      throws DateiLagerException {
    Access.require(role, Operation.CREATE_CACHE);
    if (maxBytes < 0) {
      throw new InvalidArgument(
          "a cache version may have 1 byte or more, or 0 for any number, not " + maxBytes);
    }
    long most = maxPacks == 0 && maxBytes > 0 ? MAX_PACKS : maxPacks;
    if (most < 1 || most > MAX_PACKS) {
      throw new InvalidArgument(
          "a cache version may have 1 to %d packs, not %d".formatted(MAX_PACKS, maxPacks));
    }
    if (prefix.indexOf('\0') >= 0) {
      throw new InvalidArgument("prefix '%s' holds a NUL".formatted(prefix.replace("\0", "\\0")));
    }
    return store.createCache(
        prefix, Math.toIntExact(most), maxBytes == 0 ? Long.MAX_VALUE : maxBytes);
  }

  /**
   * Hands on what a cache version holds and which projects use it, of one snapshot; a bounded part
   * of it is in memory at once.
   *
   * @param wanted absent for the newest
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws DateiLagerException.NotFound if there is none at all, or not this one
   */
  public void inspect(Role role, Optional<CacheVersion> wanted, CacheUseSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.INSPECT_CACHE);
    try (CatalogSnapshot snapshot = store.snapshot()) {
      CacheListing listing =
          snapshot
              .cache(wanted)
              .orElseThrow(
                  () ->
                      new NotFound(
                          wanted
                              .map("cache version %s does not exist"::formatted)
                              .orElse("there is no cache version")));
      sink.begin(listing.info());
      List<ContentHash> hashes = listing.hashes();
      for (int at = 0; at < hashes.size(); at += SIZES_AT_ONCE) {
        List<ContentHash> some = hashes.subList(at, Math.min(hashes.size(), at + SIZES_AT_ONCE));
        Map<ContentHash, PackUse> uses = snapshot.packUses(some);
        for (ContentHash hash : some) {
          PackUse use = uses.get(hash);
          if (use == null) {
            throw new IllegalStateException("no answer on pack " + hash);
          }
          sink.pack(use);
        }
      }
      handOnProjects(snapshot, listing.info().version(), sink);
    }
  }

  private static void handOnProjects(
      CatalogSnapshot snapshot, CacheVersion version, CacheUseSink sink)
      throws DateiLagerException {
    Optional<ProjectId> after = Optional.empty();
    List<ProjectUse> some;
    do {
      some = snapshot.projectUses(version, after, PROJECTS_AT_ONCE);
      for (ProjectUse use : some) {
        sink.project(use);
        after = Optional.of(use.project());
      }
    } while (some.size() == PROJECTS_AT_ONCE);
  }

  /**
   * Takes a cache version away: it is delivered no more, and its packs are nobody's but those of
   * projects and other cache versions (I25).
   *
   * @param evenNewest whether the newest may go, too; clients are then given the one before it
   * @return what went
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws DateiLagerException.NotFound if there is no such version
   * @throws DateiLagerException.FailedPrecondition if it is the newest and that may not go; nothing
   *     is changed
   */
  public CacheInfo retire(Role role, CacheVersion version, boolean evenNewest)
      throws DateiLagerException {
    Access.require(role, Operation.RETIRE_CACHE);
    return store.retireCache(version, evenNewest);
  }

  /**
   * Every cache version, newest first.
   *
   * @throws DateiLagerException.PermissionDenied for a role that may not fetch caches
   */
  public List<CacheInfo> list(Role role) throws DateiLagerException {
    Access.require(role, Operation.LIST_CACHES);
    try (CatalogSnapshot snapshot = store.snapshot()) {
      return snapshot.caches();
    }
  }

  /**
   * Hands on a cache version, pack by pack, one of them in memory at a time.
   *
   * @param wanted absent for the newest; if there is none at all, or not this one, nothing happens
   * @throws DateiLagerException.PermissionDenied for a role that may not fetch caches
   * @throws Corrupt if a listed pack is missing, or is not what its hash says
   * @throws DateiLagerException.ResourceExhausted if a pack is larger than the whole budget
   */
  public void get(Role role, Optional<CacheVersion> wanted, CacheSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.GET_CACHE);
    handOn(wanted, Set.of(), sink);
  }

  /**
   * Hands on those packs of a cache version that the caller lacks, as {@link #get} does; the sink
   * is told every pack of the version first.
   *
   * @param have packs that the caller holds; those that are none of the version's change nothing
   * @throws DateiLagerException.PermissionDenied for a role that may not fetch caches
   * @throws Corrupt if a pack to be handed on is missing, or is not what its hash says
   * @throws DateiLagerException.ResourceExhausted if a pack is larger than the whole budget
   */
  public void download(
      Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.DOWNLOAD_CACHE);
    handOn(wanted, have, sink);
  }

  private void handOn(Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
      throws DateiLagerException {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      Optional<CacheListing> listing = snapshot.cache(wanted);
      if (listing.isEmpty()) {
        return;
      }
      var rest = new ArrayDeque<>(listing.get().hashes());
      rest.removeIf(have::contains);
      sink.begin(listing.get(), rest.size());
      while (!rest.isEmpty()) {
        var some = rest.stream().limit(SIZES_AT_ONCE).toList();
        Map<ContentHash, Long> lengths = snapshot.storedBytes(some);
        for (ContentHash hash : some) {
          rest.remove();
          send(snapshot, hash, lengths.getOrDefault(hash, 0L), sink);
        }
      }
    }
  }

  private void send(CatalogSnapshot snapshot, ContentHash hash, long length, CacheSink sink)
      throws DateiLagerException {
    try (var _ = budget.stored(length)) {
      Blob packed = snapshot.contents(List.of(hash)).get(hash);
      if (packed == null) {
        throw new Corrupt("pack %s is listed in a cache version, but missing".formatted(hash));
      }
      if (!ContentHash.of(packed).equals(hash)) {
        throw new Corrupt("pack %s of a cache version is not what its hash says".formatted(hash));
      }
      sink.pack(hash, packed);
    }
  }
}
