package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Sends a directory's changes to the server (client.md §3). Objects are read and sent one after the
 * other, so memory holds one.
 *
 * <p>The new summary is written only after the server answered (oddity 7): until then a failure
 * leaves everything as it was, and the same call sends the same again.
 */
public final class Update {
  private final ProjectSource source;
  private final SummaryCodec summaries;
  private final Rebuild rebuild;

  /** Updates {@code source}; {@code rebuild} brings in what others did meanwhile. */
  public Update(ProjectSource source, SummaryCodec summaries, Rebuild rebuild) {
    this.source = source;
    this.summaries = summaries;
    this.rebuild = rebuild;
  }

  /**
   * Sends what changed since the summary was taken. If the server made exactly the next version of
   * it, that is recorded; otherwise the directory is rebuilt to the latest version.
   *
   * @return the version that the directory is at, and how many changes were sent
   * @throws Corrupt if {@code .dl/sum.s2} is damaged; says what to do
   * @throws ResourceExhausted if a file is larger than a message may be, or the summary larger than
   *     the client can hold
   * @throws DateiLagerException as the server or the disk says
   */
  public Result update(WorkspaceTree tree, Request request) throws DateiLagerException {
    long version = tree.version();
    Summary old = oldSummary(tree);
    List<SummaryEntry> walked = tree.scan(request.leftOut());
    List<Diff.Change> changes =
        Diff.between(walked, old, entry -> tree.hash(new ObjectPath(entry.path())));
    if (changes.isEmpty()) {
      return new Result(version, 0);
    }
    var wanted = new ArrayList<Diff.Change>();
    var unsent = new HashSet<String>();
    for (Diff.Change change : changes) {
      if (request.wants(change.entry().path())) {
        wanted.add(change);
      } else {
        unsent.add(change.entry().path());
      }
    }
    // Hashes before contents: what changes in between is then sent again, never missed.
    Summary summary = newSummary(tree, old, walked, unsent);
    var gone = new HashSet<String>();
    request.changes().accept(wanted.size());
    long answer = send(tree, request.project(), wanted, gone);
    if (answer == version + 1) {
      tree.recordVersion(answer);
      tree.recordSummary(summaries.encode(without(summary, gone)));
      return new Result(answer, wanted.size());
    }
    if (!wanted.isEmpty()) {
      tree.recordSummary(summaries.encode(without(summary, gone)));
    }
    RebuildResult rebuilt =
        rebuild.rebuild(tree, RebuildRequest.latest(request.project(), request.workers()));
    return new Result(rebuilt.version(), wanted.size());
  }

  private Summary oldSummary(WorkspaceTree tree) throws DateiLagerException {
    Optional<Blob> bytes = tree.summary();
    if (bytes.isEmpty()) {
      return Summary.EMPTY;
    }
    Summary decoded;
    try {
      decoded = summaries.decode(bytes.get());
    } catch (Corrupt damaged) {
      throw new Corrupt(unusable(damaged), damaged);
    } catch (ResourceExhausted tooLarge) {
      throw new ResourceExhausted(unusable(tooLarge), tooLarge);
    }
    return new Summary(
        decoded.latestModTimeNanos(), decoded.entries().stream().filter(Update::isOurs).toList());
  }

  private static String unusable(DateiLagerException why) {
    return "'.dl/sum.s2' cannot be used: %s; without that file an update sends all that is there, but does not see what was removed"
        .formatted(why.getMessage());
  }

  /** Leaves out what Go's walk may have recorded but no project holds (formats.md oddity 3). */
  private static boolean isOurs(SummaryEntry entry) {
    try {
      return !ObjectPath.parse(entry.path()).isClientState();
    } catch (InvalidArgument _) {
      return false;
    }
  }

  /**
   * What is to be remembered once the server has the changes: the walk, with the old entries (or
   * none) of what is not sent.
   */
  private static Summary newSummary(
      WorkspaceTree tree, Summary old, List<SummaryEntry> walked, Set<String> unsent)
      throws DateiLagerException {
    var entries = new ArrayList<SummaryEntry>(walked.size());
    for (SummaryEntry entry : walked) {
      if (!unsent.contains(entry.path())) {
        entries.add(entry);
      }
    }
    if (!unsent.isEmpty()) {
      for (SummaryEntry entry : old.entries()) {
        if (unsent.contains(entry.path())) {
          entries.add(entry);
        }
      }
      entries.sort((left, right) -> WalkOrder.compare(left.path(), right.path()));
    }
    return SummaryMerge.withHashes(tree, entries);
  }

  /**
   * The summary without the paths that had vanished when they were to be sent; the rest keeps its
   * latest time.
   */
  private static Summary without(Summary summary, Set<String> gone) {
    return gone.isEmpty()
        ? summary
        : new Summary(
            summary.latestModTimeNanos(),
            summary.entries().stream().filter(entry -> !gone.contains(entry.path())).toList());
  }

  private long send(
      WorkspaceTree tree, ProjectId project, List<Diff.Change> changes, Set<String> gone)
      throws DateiLagerException {
    if (changes.isEmpty()) {
      return -1; // as the server answers an update without messages
    }
    try (UpdateStream stream = source.update(project)) {
      for (Diff.Change change : changes) {
        stream.send(read(tree, change, gone));
      }
      return stream.finish();
    }
  }

  private static ObjectChange read(WorkspaceTree tree, Diff.Change change, Set<String> gone)
      throws DateiLagerException {
    var path = new ObjectPath(change.entry().path());
    if (change.action() == Diff.Action.REMOVE) {
      return new ObjectChange.Delete(path);
    }
    Optional<WorkspaceTree.Content> content = tree.read(path);
    if (content.isEmpty()
        || !content.get().entry().path().equals(path.value())) { // became another kind
      gone.add(path.value());
      return new ObjectChange.Delete(path);
    }
    return new ObjectChange.Put(path, content.get().entry().mode(), content.get().bytes());
  }

  /**
   * Which changes to send.
   *
   * @param project to which project
   * @param subpaths prefixes of which a path must have at least one; empty for no such condition
   * @param workers as for a rebuild, should one follow
   * @param leftOut told of what the directory holds but no project can
   * @param changes told how many changes there are to send, before the first is sent
   */
  public record Request(
      ProjectId project,
      List<String> subpaths,
      int workers,
      WorkspaceTree.LeftOut leftOut,
      LongConsumer changes) {
    /** Copies the list. */
    public Request {
      subpaths = List.copyOf(subpaths);
    }

    /** With nobody who wants to know how many changes there are. */
    public Request(
        ProjectId project, List<String> subpaths, int workers, WorkspaceTree.LeftOut leftOut) {
      this(project, subpaths, workers, leftOut, _ -> {});
    }

    boolean wants(String path) {
      return subpaths.isEmpty() || subpaths.stream().anyMatch(path::startsWith);
    }
  }

  /**
   * What an update did.
   *
   * @param version that the directory is at now
   * @param count changes sent
   */
  public record Result(long version, long count) {}
}
