package dev.dateilager.app.request;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a client command does with its peer (cli.md §3.2). */
public sealed interface ClientCall
    permits ClientCall.NewProject,
        ClientCall.Get,
        ClientCall.Update,
        ClientCall.Rebuild,
        ClientCall.GetCache,
        ClientCall.GetCached,
        ClientCall.Doctor,
        OperatorCall {
  /** Whether the call names files of this machine, which needs a locale that can say all names. */
  default boolean touchesFiles() {
    return false;
  }

  /**
   * Make a project.
   *
   * @param project its number
   * @param template whose objects it starts with
   * @param packPatterns regular expressions of what is packed
   */
  record NewProject(ProjectId project, Optional<ProjectId> template, List<String> packPatterns)
      implements ClientCall {
    /** Copies the list. */
    public NewProject {
      packPatterns = List.copyOf(packPatterns);
    }
  }

  /**
   * Show or write a project's objects.
   *
   * @param project its number
   * @param from after which version; absent for all that is live
   * @param to up to which version; absent for the latest
   * @param query which paths
   * @param delivery what becomes of them
   */
  record Get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, Delivery delivery)
      implements ClientCall {
    @Override
    public boolean touchesFiles() {
      return delivery instanceof Delivery.Write;
    }
  }

  /**
   * Send a directory's changes.
   *
   * @param project whose directory it is
   * @param directory absent for the working directory
   * @param subpaths only changes below these; none for all
   */
  record Update(ProjectId project, Optional<Path> directory, List<String> subpaths)
      implements ClientCall {
    /** Copies the list. */
    public Update {
      subpaths = List.copyOf(subpaths);
    }

    @Override
    public boolean touchesFiles() {
      return true;
    }
  }

  /**
   * Bring a directory to a version.
   *
   * @param project which one
   * @param to absent for the latest version
   * @param directory absent for the working directory
   * @param query which paths
   * @param cache where packs are that need no download
   * @param include glob of the names that count as matches; absent for all
   * @param exclude glob of the names that do not; absent for none
   * @param summarize whether the directory is to remember how it looks
   */
  record Rebuild(
      ProjectId project,
      OptionalLong to,
      Optional<Path> directory,
      ObjectQuery query,
      Optional<Path> cache,
      Optional<String> include,
      Optional<String> exclude,
      boolean summarize)
      implements ClientCall {
    @Override
    public boolean touchesFiles() {
      return true;
    }
  }

  /**
   * Download a cache version into a directory of one's own.
   *
   * @param path the directory
   * @param version absent for the newest
   */
  record GetCache(Path path, Optional<CacheVersion> version) implements ClientCall {
    @Override
    public boolean touchesFiles() {
      return true;
    }
  }

  /**
   * Have the node's daemon place its cache.
   *
   * @param path where, as the daemon sees it
   */
  record GetCached(String path) implements ClientCall {}

  /**
   * Look for what keeps a client from working here.
   *
   * @param directory where projects are to be built; absent for the working directory
   * @param cache a placed cache to build them from; absent for none
   */
  record Doctor(Optional<Path> directory, Optional<Path> cache) implements ClientCall {}
}
