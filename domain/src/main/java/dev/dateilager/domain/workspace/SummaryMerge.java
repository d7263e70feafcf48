package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a new summary from the old one and from what is known to have changed. */
final class SummaryMerge {
  /** No content has it (formats.md §2), so whatever carries it is reported as changed. */
  private static final ContentHash UNMATCHED = ContentHash.ofBytes(new byte[ContentHash.BYTES]);

  private SummaryMerge() {}

  /** The old entries, those of everything touched replaced by what stands there now. */
  static List<SummaryEntry> renewed(
      WorkspaceTree tree, Summary old, Touched touched, WorkspaceTree.LeftOut leftOut)
      throws DateiLagerException {
    var entries = new TreeMap<String, SummaryEntry>(WalkOrder::compare);
    for (SummaryEntry entry : old.entries()) {
      if (!touched.outdates(entry) && !isClientState(entry.path())) {
        entries.put(entry.path(), entry);
      }
    }
    for (ObjectPath top : touched.toScan()) {
      for (SummaryEntry entry : tree.scanBelow(top, leftOut)) {
        entries.put(entry.path(), entry);
      }
    }
    for (ObjectPath path : touched.toLookAt()) {
      tree.look(path).ifPresent(entry -> entries.put(entry.path(), entry));
    }
    return new ArrayList<>(entries.values());
  }

  /**
   * The summary of entries of which some may be old: where a hash is due that the disk cannot give
   * any more, because what stands there is another, none matches it.
   */
  static Summary withHashes(WorkspaceTree tree, List<SummaryEntry> entries)
      throws DateiLagerException {
    return LatestHashes.summary(entries, entry -> hash(tree, entry));
  }

  private static ContentHash hash(WorkspaceTree tree, SummaryEntry entry)
      throws DateiLagerException {
    ObjectPath path = ObjectPath.parse(entry.path());
    Optional<SummaryEntry> now = tree.look(path);
    if (now.isEmpty()
        || !now.get().path().equals(entry.path())
        || !Diff.sameMetadata(now.get(), entry)) {
      return UNMATCHED;
    }
    return tree.hash(path).orElse(UNMATCHED);
  }

  /** Entries below {@code .dl}, which Go's walk may have recorded (formats.md oddity 3). */
  static boolean isClientState(String path) {
    return path.equals(ObjectPath.STATE_DIRECTORY)
        || path.startsWith(ObjectPath.STATE_DIRECTORY + "/");
  }
}
