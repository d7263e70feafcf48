package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rule of a summary's hashes: exactly the entries of its latest modification time carry one,
 * links and empty directories included (formats.md §5.1).
 */
final class LatestHashes {
  private LatestHashes() {}

  /**
   * The summary of {@code entries}.
   *
   * @param entries in walk order; hashes that they carry already are kept where one is due
   * @param hashes asked for those that are due and missing
   */
  static Summary summary(List<SummaryEntry> entries, Hashes hashes) throws DateiLagerException {
    long latest = 0;
    boolean any = false;
    for (SummaryEntry entry : entries) {
      latest = any ? Math.max(latest, entry.modTimeNanos()) : entry.modTimeNanos();
      any = true;
    }
    var kept = new ArrayList<SummaryEntry>(entries.size());
    for (SummaryEntry entry : entries) {
      if (entry.modTimeNanos() != latest) {
        kept.add(withHash(entry, Optional.empty()));
      } else if (entry.hash().isEmpty()) {
        kept.add(withHash(entry, Optional.of(hashes.hash(entry))));
      } else {
        kept.add(entry);
      }
    }
    return new Summary(latest, kept);
  }

  private static SummaryEntry withHash(SummaryEntry entry, Optional<ContentHash> hash) {
    if (entry.hash().equals(hash)) {
      return entry;
    }
    return new SummaryEntry(
        entry.path(), entry.mode(), entry.modTimeNanos(), entry.size(), entry.inode(), hash);
  }

  /** Gives the hashes that are due. */
  @FunctionalInterface
  interface Hashes {
    ContentHash hash(SummaryEntry entry) throws DateiLagerException;
  }
}
