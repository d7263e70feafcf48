package dev.dateilager.app.client;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.UpdateStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tells how far rebuilds, updates and listings are. */
final class WatchedProjects implements ProjectSource {
  private final ProjectSource source;
  private final Transfer transfer;

  WatchedProjects(ProjectSource source, Transfer transfer) {
    this.source = source;
    this.transfer = transfer;
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    source.createProject(id, packPatterns, template);
  }

  @Override
  public CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions)
      throws DateiLagerException {
    CompressedStream stream = source.getCompress(project, from, to, query, cacheVersions);
    return new CompressedStream() {
      @Override
      public Optional<CompressedPart> next() throws DateiLagerException {
        Optional<CompressedPart> part = stream.next();
        part.ifPresent(received -> transfer.moved(received.packed().length()));
        return part;
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  @Override
  public UpdateStream update(ProjectId project) throws DateiLagerException {
    UpdateStream stream = source.update(project);
    return new UpdateStream() {
      @Override
      public void send(ObjectChange change) throws DateiLagerException {
        stream.send(change);
        transfer.moved(change instanceof ObjectChange.Put put ? put.content().length() : 0);
      }

      @Override
      public long finish() throws DateiLagerException {
        return stream.finish();
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  @Override
  public void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws DateiLagerException {
    source.get(
        project,
        from,
        to,
        query,
        (version, object) -> {
          sink.accept(version, object);
          transfer.moved(object.content().map(content -> (long) content.length()).orElse(0L));
        });
  }
}
