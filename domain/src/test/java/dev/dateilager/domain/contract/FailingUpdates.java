package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.UpdateStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A server that takes an update's changes and then does not answer; nothing of them is kept. */
public final class FailingUpdates implements ProjectSource {
  private final ProjectSource real;

  /** Reads from {@code real}. */
  public FailingUpdates(ProjectSource real) {
    this.real = real;
  }

  @Override
  public UpdateStream update(ProjectId project) {
    return new UpdateStream() {
      @Override
      public void send(ObjectChange change) {
        // lost on the way
      }

      @Override
      public long finish() throws Unavailable {
        throw new Unavailable("the server does not answer");
      }

      @Override
      public void close() {
        // nothing is held
      }
    };
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    real.createProject(id, packPatterns, template);
  }

  @Override
  public CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions)
      throws DateiLagerException {
    return real.getCompress(project, from, to, query, cacheVersions);
  }

  @Override
  public void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws DateiLagerException {
    real.get(project, from, to, query, sink);
  }
}
