package dev.dateilager.domain.model;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.List;

/**
 * Which paths a read wants (semantics.md §4.1). All strings are compared as they are: {@code %} and
 * {@code _} mean themselves (oddity 4).
 *
 * @param path exact path, or prefix; empty as prefix means everything
 * @param prefix whether {@code path} is a plain string prefix, not bound to components
 * @param ignores prefixes of paths to leave out; each starts with {@code path}
 * @param subpaths prefixes of which a path must start with at least one (oddity 2: any, not all);
 *     empty means no such condition
 */
public record ObjectQuery(
    String path, boolean prefix, List<String> ignores, List<String> subpaths) {
  /** Copies the lists. */
  public ObjectQuery {
    ignores = List.copyOf(ignores);
    subpaths = List.copyOf(subpaths);
  }

  /** Everything whose path starts with {@code prefix}. */
  public static ObjectQuery prefix(String prefix) {
    return new ObjectQuery(prefix, true, List.of(), List.of());
  }

  /** Exactly this path. */
  public static ObjectQuery exact(String path) {
    return new ObjectQuery(path, false, List.of(), List.of());
  }

  /**
   * Checks the rules that bind its parts.
   *
   * @throws InvalidArgument if there are ignores without a prefix query, or one that does not start
   *     with the path, or a NUL anywhere
   */
  public void validate() throws InvalidArgument {
    if (!ignores.isEmpty() && !prefix) {
      throw new InvalidArgument(
          "query for '%s' has ignores but is not a prefix query".formatted(path));
    }
    for (String ignore : ignores) {
      if (!ignore.startsWith(path)) {
        throw new InvalidArgument(
            "ignore '%s' does not start with the query's path '%s'".formatted(ignore, path));
      }
    }
    if (path.indexOf('\0') >= 0
        || ignores.stream().anyMatch(text -> text.indexOf('\0') >= 0)
        || subpaths.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      throw new InvalidArgument("query for '%s' holds a NUL".formatted(path.replace("\0", "\\0")));
    }
  }

  /** Whether {@code candidate} passes path, ignores and subpaths. */
  public boolean matches(String candidate) {
    return matchesPath(candidate) && passesFilters(candidate);
  }

  /** Whether {@code candidate} is the path or starts with the prefix. */
  public boolean matchesPath(String candidate) {
    return prefix ? candidate.startsWith(path) : candidate.equals(path);
  }

  /** Whether {@code candidate} passes ignores and subpaths. */
  public boolean passesFilters(String candidate) {
    return ignores.stream().noneMatch(candidate::startsWith)
        && (subpaths.isEmpty() || subpaths.stream().anyMatch(candidate::startsWith));
  }
}
