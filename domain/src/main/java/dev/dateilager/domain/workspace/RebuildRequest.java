package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a rebuild is to bring into a directory (client.md §2).
 *
 * @param project whose objects
 * @param prefix plain string prefix of their paths; empty for all
 * @param to version to bring the directory to; absent for the latest
 * @param ignores prefixes of paths to leave out; each starts with {@code prefix}
 * @param subpaths prefixes of which a path must have at least one; empty for no such condition
 * @param cache from which packs are taken; absent for none
 * @param matcher for {@link RebuildResult#fileMatch}
 * @param summarize whether {@code .dl/sum.s2} is kept in step, as a later update needs it
 * @param workers messages unpacked at once; less than 1 counts as 1
 */
public record RebuildRequest(
    ProjectId project,
    String prefix,
    OptionalLong to,
    List<String> ignores,
    List<String> subpaths,
    Optional<CacheDirectory> cache,
    NameMatcher matcher,
    boolean summarize,
    int workers) {
  /** Copies the lists. */
  public RebuildRequest {
    ignores = List.copyOf(ignores);
    subpaths = List.copyOf(subpaths);
  }

  /** Everything of the latest version, with a summary and without a cache. */
  public static RebuildRequest latest(ProjectId project, int workers) {
    return new RebuildRequest(
        project,
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        NameMatcher.ANYTHING,
        true,
        workers);
  }

  ObjectQuery query() {
    return new ObjectQuery(prefix, true, ignores, subpaths);
  }
}
