package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue as it was when the snapshot was taken, for all of one RPC (I24): nothing that is
 * committed meanwhile shows. Not thread-safe; while rows are being pulled the other methods may be
 * called.
 *
 * <p>Every method throws {@link DateiLagerException.Unavailable} if the store went away.
 */
public interface CatalogSnapshot extends AutoCloseable {
  /**
   * One project.
   *
   * @throws DateiLagerException.NotFound if there is none with this id
   */
  ProjectState project(ProjectId id) throws DateiLagerException;

  /**
   * Some projects, in the order of their ids.
   *
   * @param after only those with a higher id; absent to begin with the lowest
   * @param most at most so many, at least 1: all of them come into memory
   * @return fewer than {@code most} only if no more follow
   */
  List<ProjectVersion> projects(Optional<ProjectId> after, int most) throws DateiLagerException;

  /**
   * The updated rows of semantics.md §4.1, then the removed ones, each sorted by path. Removed rows
   * obey the path, too (oddity 1), and leave out everything below a path that the updated ones hold
   * as a non-directory (oddity 3). An empty range gives no rows; an unknown project gives none
   * either.
   */
  ObjectRows rows(RowQuery query) throws DateiLagerException;

  /**
   * The stored (compressed) bytes of contents.
   *
   * @param hashes how many at once is the caller's matter: all come into memory
   * @return what is there; a hash that the store lacks has no entry
   */
  Map<ContentHash, Blob> contents(Collection<ContentHash> hashes) throws DateiLagerException;

  /**
   * The stored lengths of contents, without their bytes; what {@link #contents} would bring into
   * memory. Stores that can tell without loading should.
   *
   * @return what is there; a hash that the store lacks has no entry
   */
  default Map<ContentHash, Long> storedBytes(Collection<ContentHash> hashes)
      throws DateiLagerException {
    var lengths = new HashMap<ContentHash, Long>();
    for (ContentHash hash : hashes) {
      contents(List.of(hash))
          .forEach((found, bytes) -> lengths.put(found, Long.valueOf(bytes.length())));
    }
    return lengths;
  }

  /** The union of the hashes of these cache versions; unknown versions add nothing. */
  Set<ContentHash> cacheHashes(Collection<CacheVersion> versions) throws DateiLagerException;

  /**
   * One cache version.
   *
   * @param wanted absent for the highest one
   * @return absent if there is none at all, or not this one
   */
  Optional<CacheListing> cache(Optional<CacheVersion> wanted) throws DateiLagerException;

  /** Every cache version, newest first. */
  List<CacheInfo> caches() throws DateiLagerException;

  /** How many rows of all versions a project has; 0 if there is no such project. */
  long countRows(ProjectId project) throws DateiLagerException;

  /**
   * Hashes under which contents are stored, in their order.
   *
   * @param after only higher ones; absent to begin with the lowest
   * @param most at most so many, at least 1: all of them come into memory
   * @return fewer than {@code most} only if no more follow
   */
  List<ContentHash> contentHashes(Optional<ContentHash> after, int most) throws DateiLagerException;

  /**
   * How the live rows of all projects use these packs.
   *
   * @param hashes how many at once is the caller's matter: all answers come into memory
   * @return an answer for each of them
   */
  Map<ContentHash, PackUse> packUses(Collection<ContentHash> hashes) throws DateiLagerException;

  /**
   * Some of the projects in which packs of a cache version are live, in the order of their ids.
   *
   * @param cache unknown ones are used by nobody
   * @param after only projects with a higher id; absent to begin with the lowest
   * @param most at most so many, at least 1: all of them come into memory
   * @return fewer than {@code most} only if no more follow
   */
  List<ProjectUse> projectUses(CacheVersion cache, Optional<ProjectId> after, int most)
      throws DateiLagerException;

  /** Gives the connection back; never fails. */
  @Override
  void close();
}
