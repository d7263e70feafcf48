package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.Collection;
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

  /**
   * Makes a project equal to what another one held at a version, as the target's next version
   * (semantics.md §7). Rows with the same path, mode, size, hash and kind stay; all others of the
   * target stop. The two may be one project.
   *
   * @param version of the source, at least 0; at 0 it held nothing, above its latest it holds what
   *     it holds now
   * @return the target's new version, also when nothing was different
   * @throws DateiLagerException.NotFound if one of the two does not exist; nothing is changed
   * @throws DateiLagerException.InvalidArgument if their patterns are not the same in the same
   *     order; nothing is changed
   */
  long cloneProject(ProjectId source, long version, ProjectId target) throws DateiLagerException;

  /**
   * Takes a project back to what it held at a version and makes that its latest; later versions are
   * gone. Does nothing if there is no such project (wire.md §8). Contents stay.
   *
   * @param version at least 0
   * @throws DateiLagerException.InvalidArgument if the version is above the latest (semantics.md
   *     oddity 21); nothing is changed
   */
  void rollback(ProjectId id, long version) throws DateiLagerException;

  /**
   * Takes each of these projects back to its version, as {@link #rollback} does, and removes all
   * others with their rows. Contents and cache versions stay.
   *
   * @param projects no two with the same id; those that do not exist are passed over
   * @throws DateiLagerException.InvalidArgument if a version is above its project's latest; nothing
   *     is changed
   */
  void reset(List<ProjectVersion> projects) throws DateiLagerException;

  /**
   * Removes some of a project's rows that stopped so long ago that no version to be kept shows
   * them: at {@code latest − keepVersions} or before. Contents stay; an unknown project has no
   * rows.
   *
   * @param keepVersions how many versions before the latest stay readable, at least 1
   * @param startedAfter only rows that began after this version
   * @param most at most so many rows, at least 1
   * @return the hashes of the rows that went, one a row; fewer than {@code most} only if no more
   *     such rows are left
   */
  List<ContentHash> removeStopped(ProjectId project, long keepVersions, long startedAfter, int most)
      throws DateiLagerException;

  /**
   * Removes those of these contents that no row of any project names, no cache version lists, and
   * no update or clone that is being committed is about to name (I25, semantics.md oddities 12 and
   * 13). Of the last kind, those that are not named in the end stay behind until they are asked for
   * again.
   *
   * @param hashes how many at once is the caller's matter: they are held by one transaction
   * @return how many contents went
   */
  long removeUnused(Collection<ContentHash> hashes) throws DateiLagerException;

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
   * @param maxBytes at most so many stored bytes together, at least 1; a pack that does not fit is
   *     left out, and less frequent ones may still fit
   * @return the new version; also when no pack was found (an empty version)
   */
  CacheInfo createCache(String prefix, int maxPacks, long maxBytes) throws DateiLagerException;

  /**
   * Takes a cache version away. Its number is never given again. Its packs stay for those who use
   * them, and for {@link #removeUnused}.
   *
   * @param evenNewest whether the highest one may go, too
   * @return what went
   * @throws DateiLagerException.NotFound if there is none with this number
   * @throws DateiLagerException.FailedPrecondition if it is the highest and that may not go;
   *     nothing is changed
   */
  CacheInfo retireCache(CacheVersion version, boolean evenNewest) throws DateiLagerException;

  /**
   * Asks the store for a sign of life.
   *
   * @throws DateiLagerException.Unavailable if none came within {@code patience}
   */
  void ping(Duration patience) throws DateiLagerException;

  /** The highest cache version that is there; absent if there is none. */
  default Optional<CacheVersion> newestCache() throws DateiLagerException {
    try (CatalogSnapshot snapshot = snapshot()) {
      return snapshot.cache(Optional.empty()).map(listing -> listing.info().version());
    }
  }
}
