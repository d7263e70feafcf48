package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.UpdateStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/** A server that answers GetCompress calls with what a test wrote down, one after the other. */
public final class ScriptedProjectSource implements ProjectSource {
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Set<CacheVersion>> offered = new ArrayList<>();
  private long lastFrom = -1;
  private boolean closed;

  private record Answer(Queue<CompressedPart> parts, Optional<DateiLagerException> failure) {}

  /** Nothing written down yet. */
  public ScriptedProjectSource() {}

  /** The next answer: these messages, then the good end. */
  public void answer(CompressedPart... parts) {
    answers.add(new Answer(new ArrayDeque<>(List.of(parts)), Optional.empty()));
  }

  /** The next answer: these messages, then a failure. */
  public void answerThenFail(DateiLagerException failure, CompressedPart... parts) {
    answers.add(new Answer(new ArrayDeque<>(List.of(parts)), Optional.of(failure)));
  }

  /** The cache versions of each call. */
  public List<Set<CacheVersion>> offered() {
    return List.copyOf(offered);
  }

  /** The lower version of the last call. */
  public long lastFrom() {
    return lastFrom;
  }

  /** Whether the last stream was closed. */
  public boolean closed() {
    return closed;
  }

  @Override
  public CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions) {
    Answer answer = answers.remove();
    offered.add(cacheVersions);
    lastFrom = from;
    closed = false;
    return new CompressedStream() {
      @Override
      public Optional<CompressedPart> next() throws DateiLagerException {
        CompressedPart part = answer.parts().poll();
        if (part == null && answer.failure().isPresent()) {
          throw answer.failure().get();
        }
        return Optional.ofNullable(part);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws Unsupported {
    throw new Unsupported("scripted for GetCompress only");
  }

  @Override
  public UpdateStream update(ProjectId project) throws Unsupported {
    throw new Unsupported("scripted for GetCompress only");
  }

  @Override
  public void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws Unsupported {
    throw new Unsupported("scripted for GetCompress only");
  }
}
