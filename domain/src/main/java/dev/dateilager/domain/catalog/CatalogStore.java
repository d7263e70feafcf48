package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where projects, versions, contents and cache versions are kept (schema.md). Safe for use by many
 * threads; every method is one transaction unless it says otherwise, and repeats it, bounded, when
 * the store asks for that (I24).
 *
 * <p>Every method throws {@link DateiLagerException.Unavailable} in bounded time if the store does
 * not answer (I26).
 */
public interface CatalogStore {
  /**
   * Adds a project at version 0.
   *
   * @param template absent, or a project whose live rows are copied with their start versions; the
   *     new project then has its latest version (semantics.md §5)
   * @throws DateiLagerException.AlreadyExists if the id is taken; nothing is changed
   * @throws DateiLagerException.NotFound if the template does not exist; nothing is changed
   * @throws DateiLagerException.InvalidArgument if the template's patterns are others, or in
   *     another order; nothing is changed
   */
  void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException;

  /**
   * Removes a project with all its rows; does nothing if there is none. Contents stay, for others
   * may have them (semantics.md §5). An update of the project that is being committed ends first;
   * one that commits later finds no project.
   */
  void deleteProject(ProjectId id) throws DateiLagerException;

  /** A view of the present state; the caller closes it soon, for it holds a connection. */
  CatalogSnapshot snapshot() throws DateiLagerException;

  /**
   * Begins an update of a project; holds no connection and no lock until {@link
   * UpdateDraft#commit}.
   *
   * @throws DateiLagerException.NotFound if the project does not exist
   */
  UpdateDraft draft(ProjectId project) throws DateiLagerException;

  /**
   * Makes a cache version of the packs that most live rows of all projects share (semantics.md §9).
   *
   * @param prefix only packs whose path starts with it; empty for all
   * @param maxPacks at most so many, 1–100,000; of equally frequent ones the lower hash goes first
   * @return the new version; also when no pack was found (an empty version)
   */
  CacheInfo createCache(String prefix, int maxPacks) throws DateiLagerException;

  /**
   * Asks the store for a sign of life.
   *
   * @throws DateiLagerException.Unavailable if none came within {@code patience}
   */
  void ping(Duration patience) throws DateiLagerException;

  /** The highest number that {@link #createCache} gave; absent before the first. */
  default Optional<CacheVersion> newestCache() throws DateiLagerException {
    try (CatalogSnapshot snapshot = snapshot()) {
      return snapshot.cache(Optional.empty()).map(listing -> listing.info().version());
    }
  }
}
