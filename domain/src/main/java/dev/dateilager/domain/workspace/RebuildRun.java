package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.staging.Obstacle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One GetCompress stream on its way into a directory: takes the messages, checks what they say of
 * each other, has them applied and counts.
 *
 * <p>{@link #next} is called by one thread, {@link #apply} by several; the object's monitor guards
 * the counters, and no port is called under it.
 */
final class RebuildRun {
  private final WorkspaceTree tree;
  private final PackOpener packs;
  private final RebuildRequest request;
  private final Optional<CacheDirectory> cache;
  private final boolean cacheOffered;
  private final boolean secondAttempt;
  private final Touched touched = new Touched();
  private OptionalLong version = OptionalLong.empty();
  private boolean cacheIncomplete;
  private boolean allMatched = true;
  private long count;
  private long cachedCount;
  private long written;
  private long linked;
  private long cloned;
  private long copied;
  private long skipped;
  private long downloadedBytes;
  private final Map<Obstacle, Long> obstacles = new EnumMap<>(Obstacle.class);

  RebuildRun(
      WorkspaceTree tree,
      PackOpener packs,
      RebuildRequest request,
      Optional<CacheDirectory> cache,
      boolean cacheOffered,
      boolean secondAttempt) {
    this.tree = tree;
    this.packs = packs;
    this.request = request;
    this.cache = cache;
    this.cacheOffered = cacheOffered;
    this.secondAttempt = secondAttempt;
  }

  Optional<CompressedPart> next(CompressedStream stream) throws DateiLagerException {
    if (cacheIncomplete()) {
      return Optional.empty(); // all of it will be asked for again
    }
    Optional<CompressedPart> part = stream.next();
    if (part.isPresent()) {
      received(part.get());
    }
    return part;
  }

  private synchronized void received(CompressedPart part) throws Corrupt {
    if (part.version() < 0) {
      throw new Corrupt("the server sent version %d".formatted(part.version()));
    }
    if (version.isPresent() && version.getAsLong() != part.version()) {
      throw new Corrupt(
          "the version changed within a stream, from %d to %d"
              .formatted(version.getAsLong(), part.version()));
    }
    version = OptionalLong.of(part.version());
    downloadedBytes += part.packed().length();
  }

  void apply(CompressedPart part) throws DateiLagerException {
    WorkspaceTree.Applied applied;
    try (EntryReader entries = packs.open(part.packed())) {
      applied = tree.apply(entries, part.packPath(), cache);
    }
    boolean matched =
        applied.entries().stream()
            .allMatch(entry -> request.matcher().matches(entry.path().value()));
    account(part, applied, matched);
  }

  private synchronized void account(
      CompressedPart part, WorkspaceTree.Applied applied, boolean matched) throws Corrupt {
    if (!applied.missing().isEmpty()) {
      if (!cacheOffered) {
        Entry.CachedReference first = applied.missing().getFirst();
        throw new Corrupt(
            "the server refers to pack %s at '%s' in a cache that it was not offered"
                .formatted(first.hash(), first.path()));
      }
      cacheIncomplete = true;
    }
    allMatched &= matched;
    count += applied.entries().size();
    cachedCount +=
        applied.entries().stream().filter(Entry.CachedReference.class::isInstance).count();
    written += applied.written();
    linked += applied.linked();
    cloned += applied.cloned();
    copied += applied.copied();
    skipped += applied.skipped();
    applied.obstacles().forEach((obstacle, files) -> obstacles.merge(obstacle, files, Long::sum));
    touched.add(applied.entries(), part.packPath());
  }

  synchronized boolean cacheIncomplete() {
    return cacheIncomplete;
  }

  /** The version of the messages; absent if there was none. */
  synchronized OptionalLong version() {
    return version;
  }

  synchronized Touched touched() {
    return touched;
  }

  synchronized RebuildResult result() {
    return new RebuildResult(
        version.orElseThrow(),
        count,
        cachedCount,
        count > 0 && allMatched,
        new RebuildResult.Detail(
            written, linked, cloned, copied, skipped, downloadedBytes, secondAttempt, obstacles));
  }
}
