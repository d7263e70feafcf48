package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed in a directory since its summary was taken: a merge of two walks (formats.md §5.3).
 */
public final class Diff {
  private final List<SummaryEntry> walked;
  private final Summary old;
  private final Hashes hashes;
  private final List<Change> changes = new ArrayList<>();
  private Optional<Change> held = Optional.empty();

  private Diff(List<SummaryEntry> walked, Summary old, Hashes hashes) {
    this.walked = walked;
    this.old = old;
    this.hashes = hashes;
  }

  /**
   * The changes that lead from {@code old} to {@code walked}, in the order of the walk.
   *
   * @param walked the directory as it is, in walk order, without hashes
   * @param old as it was, in walk order
   * @param hashes asked only for entries of the old summary's latest modification time
   */
  public static List<Change> between(List<SummaryEntry> walked, Summary old, Hashes hashes)
      throws DateiLagerException {
    var diff = new Diff(walked, old, hashes);
    diff.merge();
    return List.copyOf(diff.changes);
  }

  private void merge() throws DateiLagerException {
    List<SummaryEntry> before = old.entries();
    int now = 0;
    int then = 0;
    while (now < walked.size() || then < before.size()) {
      if (then == before.size()) {
        add(new Change(Action.ADD, walked.get(now++)));
      } else if (now == walked.size()) {
        add(new Change(Action.REMOVE, before.get(then++)));
      } else {
        SummaryEntry is = walked.get(now);
        SummaryEntry was = before.get(then);
        int order = WalkOrder.compare(is.path(), was.path());
        if (order == 0) {
          compare(is, was);
          now++;
          then++;
        } else if (order < 0) {
          add(new Change(Action.ADD, is));
          now++;
        } else {
          removed(was, is);
          then++;
        }
      }
    }
    flushHeld();
  }

  /** A file that became a directory is told of after what is in it now, as Go's merge has it. */
  private void removed(SummaryEntry was, SummaryEntry is) {
    if (WalkOrder.nested(was.path(), is.path()) && !was.path().endsWith("/")) {
      flushHeld();
      held = Optional.of(new Change(Action.REMOVE, was));
    } else {
      add(new Change(Action.REMOVE, was));
    }
  }

  private void flushHeld() {
    held.ifPresent(changes::add);
    held = Optional.empty();
  }

  private void compare(SummaryEntry is, SummaryEntry was) throws DateiLagerException {
    if (!sameMetadata(is, was)) {
      add(new Change(Action.CHANGE, is));
    } else if (is.modTimeNanos() == old.latestModTimeNanos()) {
      // A later change within the same clock tick leaves the metadata as it was.
      Optional<ContentHash> hash = hashes.hash(is);
      if (hash.isEmpty()) {
        add(new Change(Action.REMOVE, was)); // vanished meanwhile
      } else if (!hash.equals(was.hash())) {
        add(new Change(Action.CHANGE, is));
      }
    }
  }

  static boolean sameMetadata(SummaryEntry is, SummaryEntry was) {
    return is.mode().equals(was.mode())
        && is.modTimeNanos() == was.modTimeNanos()
        && is.size() == was.size()
        && is.inode() == was.inode();
  }

  /** Drops the removal of an empty directory if what comes next lies in it. */
  private void add(Change change) {
    if (held.isPresent() && !WalkOrder.nested(held.get().entry().path(), change.entry().path())) {
      flushHeld();
    }
    if (!changes.isEmpty()) {
      Change last = changes.getLast();
      if (last.action() == Action.REMOVE
          && last.entry().path().endsWith("/")
          && change.action() != Action.REMOVE
          && change.entry().path().startsWith(last.entry().path())) {
        changes.removeLast();
      }
    }
    changes.add(change);
  }

  /** What became of a path. */
  public enum Action {
    /** It was not there. */
    ADD,
    /** It is another than it was. */
    CHANGE,
    /** It is gone. */
    REMOVE
  }

  /**
   * One path's change.
   *
   * @param action what became of it
   * @param entry as it is now, or for {@link Action#REMOVE} as it was
   */
  public record Change(Action action, SummaryEntry entry) {}

  /** Takes the hash of what stands at a path. */
  @FunctionalInterface
  public interface Hashes {
    /**
     * SHA-256 of the content.
     *
     * @return absent if it is gone
     */
    Optional<ContentHash> hash(SummaryEntry entry) throws DateiLagerException;
  }
}
