package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a directory to a version of a project (client.md §2).
 *
 * <p>The version is recorded last, after everything else is on disk: whatever fails before, the
 * directory still says the old version and the same call again converges (I20). Any cancellation is
 * a failure (oddity 12).
 */
public final class Rebuild {
  private final ProjectSource source;
  private final PackOpener packs;
  private final SummaryRenewal summaries;

  /** Rebuilds from {@code source}. */
  public Rebuild(ProjectSource source, PackOpener packs, SummaryCodec summaries) {
    this.source = source;
    this.packs = packs;
    this.summaries = new SummaryRenewal(summaries);
  }

  /**
   * Brings {@code tree} to the version that the request names. Does not close it.
   *
   * @return the recorded version and what was done; the old version and no entries if the server
   *     had nothing to send, in which case nothing was written
   * @throws Corrupt if a message is not what it should be, messages disagree about the version, or
   *     the server refers to a cache that was not offered
   * @throws DateiLagerException as the server, the disk or a limit says
   */
  public RebuildResult rebuild(WorkspaceTree tree, RebuildRequest request)
      throws DateiLagerException {
    long from = tree.version();
    if (request.to().isPresent() && request.to().getAsLong() == from) {
      return RebuildResult.unchanged(from);
    }
    RebuildRun run = run(tree, request, from, true);
    if (run.cacheIncomplete()) {
      run = run(tree, request, from, false);
    }
    if (run.version().isEmpty()) {
      return RebuildResult.unchanged(from);
    }
    tree.prune(run.touched().prunable());
    if (request.summarize()) {
      summaries.renew(tree, from, run.touched());
    }
    tree.recordVersion(run.version().getAsLong());
    return run.result();
  }

  private RebuildRun run(WorkspaceTree tree, RebuildRequest request, long from, boolean useCache)
      throws DateiLagerException {
    Optional<CacheDirectory> cache = useCache ? request.cache() : Optional.empty();
    Set<CacheVersion> offered = cache.map(CacheDirectory::versions).orElse(Set.of());
    var run = new RebuildRun(tree, packs, request, cache, !offered.isEmpty(), !useCache);
    var order = new PackOrder();
    var pipeline =
        new Pipeline<CompressedPart>(
            part -> part.packed().length(), part -> order.mustWait(part.packPath()));
    try (CompressedStream stream =
        source.getCompress(request.project(), from, request.to(), request.query(), offered)) {
      pipeline.run(() -> run.next(stream), request.workers(), run::apply);
    }
    return run;
  }

  /** How a rebuild keeps {@code .dl/sum.s2} in step. */
  private static final class SummaryRenewal {
    private static final WorkspaceTree.LeftOut UNTOLD = (_, _) -> {}; // an update tells of them

    private final SummaryCodec codec;

    SummaryRenewal(SummaryCodec codec) {
      this.codec = codec;
    }

    /**
     * Renews the entries of what was touched and keeps the others, so that a local change that was
     * not sent yet is still seen as one (oddity 23). Without a usable old summary of a directory
     * that had a version, all of it is taken as it is.
     */
    void renew(WorkspaceTree tree, long from, Touched touched) throws DateiLagerException {
      Optional<Summary> old = old(tree, from);
      var entries =
          old.isPresent()
              ? SummaryMerge.renewed(tree, old.get(), touched, UNTOLD)
              : tree.scan(UNTOLD);
      tree.recordSummary(codec.encode(SummaryMerge.withHashes(tree, entries)));
    }

    private Optional<Summary> old(WorkspaceTree tree, long from) throws DateiLagerException {
      try {
        Optional<Blob> bytes = tree.summary();
        if (bytes.isEmpty()) {
          return from == 0 ? Optional.of(Summary.EMPTY) : Optional.empty();
        }
        return Optional.of(codec.decode(bytes.get()));
      } catch (Corrupt | ResourceExhausted _) {
        return Optional.empty(); // not trusted, but made anew (I20)
      }
    }
  }
}
