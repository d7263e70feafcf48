package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A DateiLager server, as a client sees it. Safe for use by many threads.
 *
 * <p>Every method throws the {@link DateiLagerException} that the server's status means.
 */
public interface ProjectSource {
  /** Makes a project; {@code template} as in semantics.md §5. */
  void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException;

  /**
   * Begins a GetCompress call. {@code from} is always sent, 0 too (client.md §2.1).
   *
   * @param to absent for the latest version
   * @param cacheVersions whose packs need not be sent
   */
  CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions)
      throws DateiLagerException;

  /** Begins an Update call. */
  UpdateStream update(ProjectId project) throws DateiLagerException;

  /**
   * Lists objects (Get), handing each to {@code sink} as it comes.
   *
   * @param from absent for 0
   * @param to absent for the latest version
   */
  void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws DateiLagerException;

  /** Takes objects one by one. */
  @FunctionalInterface
  interface ObjectSink {
    /**
     * Takes one object.
     *
     * @param version upper version of the range
     */
    void accept(long version, ListedObject object) throws DateiLagerException;
  }
}
