package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a pack anew from the live one and an update's changes (semantics.md §6.3).
 *
 * <p>The old pack streams through: only the compressed forms and two bodies are in memory at once.
 */
final class PackMerge {
  private final PackCodec codec;
  private final ContentBudget budget;
  private final UpdateDraft draft;
  private final PackChanges changes;
  private final PackWriter writer;
  private final PackRoom room;
  private final Set<ObjectPath> done = new HashSet<>();
  private boolean different;

  private PackMerge(
      PackCodec codec,
      Limits limits,
      ContentBudget budget,
      UpdateDraft draft,
      PackChanges changes) {
    this.codec = codec;
    this.budget = budget;
    this.draft = draft;
    this.changes = changes;
    this.writer = codec.create();
    this.room = new PackRoom(limits);
  }

  /**
   * Merges.
   *
   * @param old the live pack's bytes; empty if there is none
   * @throws DateiLagerException.Corrupt if the old pack cannot be read; it is never taken for empty
   * @throws DateiLagerException.ResourceExhausted if the new pack would hold more than readers
   *     accept (R9), or a body is larger than the budget
   */
  static Result merge(
      PackCodec codec,
      Limits limits,
      ContentBudget budget,
      UpdateDraft draft,
      Blob old,
      PackChanges changes)
      throws DateiLagerException {
    return new PackMerge(codec, limits, budget, draft, changes).run(old);
  }

  private Result run(Blob old) throws DateiLagerException {
    copyOld(old);
    for (PackChanges.Change.Put put : changes.puts()) {
      if (done.add(put.path())) {
        try (var _ = budget.decoded(length(put))) {
          Blob content = content(put);
          write(Entries.of(put.path(), put.mode(), content), content);
        }
        different = true;
      }
    }
    if (writer.count() == 0) {
      return new Result.Emptied();
    }
    if (!different) {
      return new Result.Same();
    }
    Blob packed = writer.finish();
    room.requireReadable(packed);
    return new Result.Replaced(packed);
  }

  private void copyOld(Blob old) throws DateiLagerException {
    try (EntryReader reader = codec.open(old)) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        Entry entry = next.get();
        var _ = Entries.mode(entry); // refuses what no pack holds
        Optional<PackChanges.Change> change = changes.of(entry.path());
        if (change.isPresent()) {
          replace(reader, entry, change.get());
        } else if (changes.supersedes(entry.path())) {
          different = true;
        } else {
          try (var _ = budget.decoded(length(entry))) {
            write(entry, body(reader, entry));
          }
        }
      }
    }
  }

  private void replace(EntryReader reader, Entry entry, PackChanges.Change change)
      throws DateiLagerException {
    switch (change) {
      case PackChanges.Change.Put put when done.add(put.path()) -> {
        long both = length(put) + (different ? 0 : length(entry));
        try (var _ = budget.decoded(Math.min(both, budget.bytes()))) {
          Blob content = content(put);
          Entry replacement = Entries.of(put.path(), put.mode(), content);
          // Equal by what they say, not by their compressed bytes (oddity 22).
          different =
              different
                  || !replacement.equals(entry)
                  || !Entries.body(replacement, content).equals(body(reader, entry));
          write(replacement, content);
        }
      }
      case PackChanges.Change.Put _, PackChanges.Change.Delete _ -> different = true;
    }
  }

  private void write(Entry entry, Blob content) throws DateiLagerException {
    room.require(entry);
    writer.add(entry, Entries.body(entry, content));
  }

  private static long length(PackChanges.Change.Put put) {
    return put.content().map(UpdateDraft.Stash::length).orElse(0);
  }

  private static long length(Entry entry) {
    return entry instanceof Entry.RegularFile file ? file.size() : 0;
  }

  private Blob content(PackChanges.Change.Put put) throws DateiLagerException {
    return put.content().isPresent() ? draft.unstash(put.content().get()) : Blob.EMPTY;
  }

  private static Blob body(EntryReader reader, Entry entry) throws DateiLagerException {
    return entry instanceof Entry.RegularFile file ? Entries.readBody(reader, file) : Blob.EMPTY;
  }

  /** What the pack has become. */
  sealed interface Result {
    /** It holds the same entries as before. */
    record Same() implements Result {}

    /** It holds nothing any more, or never did. */
    record Emptied() implements Result {}

    /**
     * It is another.
     *
     * @param packed the new S2_TAR
     */
    record Replaced(Blob packed) implements Result {}
  }
}
