package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The stored contents of some rows, opened one at a time. Bytes are believed by their digest only:
 * a plain content and a pack may lie under one hash (formats.md oddity 1), and then either form is
 * found there.
 */
final class LoadedContents {
  private static final long SMALL = 64 << 10;

  /** From here on a content is alone in its batch, and its stored form is let go once decoded. */
  private static final long LARGE = ContentLoader.BATCH_BYTES;

  private final Map<ContentHash, Blob> stored;
  private final PackCodec codec;
  private final Limits limits;
  private final ContentBudget budget;

  LoadedContents(
      Map<ContentHash, Blob> stored, PackCodec codec, Limits limits, ContentBudget budget) {
    this.stored = new HashMap<>(stored);
    this.codec = codec;
    this.limits = limits;
    this.budget = budget;
  }

  /** Uses a content. */
  @FunctionalInterface
  interface Use {
    void accept(Blob content) throws DateiLagerException;
  }

  /** Uses an entry of a pack with its content: file bytes, link text, or nothing. */
  @FunctionalInterface
  interface EntryUse {
    void accept(Entry entry, Blob content) throws DateiLagerException;
  }

  /** Does something between two contents. */
  @FunctionalInterface
  interface Between {
    void run() throws DateiLagerException;
  }

  /** Whether the row's content must be loaded; of an empty one everything is known. */
  static boolean isNeeded(ObjectRow row) {
    return row.hash().isPresent() && (row.packed() || !isEmpty(row));
  }

  private static boolean isEmpty(ObjectRow row) {
    return row.hash().equals(Optional.of(ContentHash.OF_NOTHING));
  }

  /**
   * Decodes a plain content and hands it on; its bytes are counted until {@code use} returns.
   *
   * @throws Corrupt if it is missing, or not what its hash says
   * @throws ResourceExhausted if it is larger than the budget or a message
   */
  void plain(ObjectRow row, Use use) throws DateiLagerException {
    if (isEmpty(row)) {
      use.accept(Blob.EMPTY);
      return;
    }
    long most = Math.min(limits.messageBytes(), budget.bytes());
    // The row's size is only what its updater said, so it is a guess that may fail.
    long guess = Math.min(most, row.size() > most ? SMALL : Math.max(SMALL, row.size()));
    try (var _ = budget.decoded(guess)) {
      Optional<Blob> content = decoded(row, guess);
      if (content.isPresent()) {
        use.accept(content.get());
        return;
      }
    }
    try (var _ = budget.decoded(most)) {
      use.accept(
          decoded(row, most)
              .orElseThrow(
                  () ->
                      new ResourceExhausted(
                          "content of '%s' has more than %d bytes".formatted(row.path(), most))));
    }
  }

  /** The content; absent if it has more than {@code most} bytes. */
  private Optional<Blob> decoded(ObjectRow row, long most) throws DateiLagerException {
    Blob bytes = stored(row);
    Optional<Blob> content = decoded(row, bytes, most);
    if (content.isPresent() && bytes.length() > LARGE) {
      stored.remove(row.hash().orElseThrow());
    }
    return content;
  }

  private Optional<Blob> decoded(ObjectRow row, Blob bytes, long most) throws DateiLagerException {
    ContentHash hash = row.hash().orElseThrow();
    try {
      Blob content = codec.decompress(bytes, most);
      if (ContentHash.of(content).equals(hash)) {
        return Optional.of(content);
      }
    } catch (ResourceExhausted _) {
      return ContentHash.of(bytes).equals(hash) ? Optional.of(bytes) : Optional.empty();
    } catch (Corrupt unreadable) {
      if (!ContentHash.of(bytes).equals(hash)) {
        throw new Corrupt(
            "content %s of '%s' cannot be decoded".formatted(hash, row.path()), unreadable);
      }
      return Optional.of(bytes);
    }
    if (ContentHash.of(bytes).equals(hash)) {
      return Optional.of(bytes);
    }
    throw notItsHash(row);
  }

  /**
   * A pack's S2_TAR.
   *
   * @throws Corrupt if it is missing, or not what its hash says
   */
  Blob pack(ObjectRow row) throws DateiLagerException {
    return verified(row.hash().orElseThrow(), stored(row), codec)
        .orElseThrow(() -> notItsHash(row));
  }

  /** The form of a stored pack that its hash is of; absent if neither is. */
  static Optional<Blob> verified(ContentHash hash, Blob bytes, PackCodec codec) {
    if (ContentHash.of(bytes).equals(hash)) {
      return Optional.of(bytes);
    }
    try {
      // A plain object with the pack's bytes came first: a compressed form hardly longer than them.
      Blob pack = codec.decompress(bytes, 4L * bytes.length() + SMALL);
      return ContentHash.of(pack).equals(hash) ? Optional.of(pack) : Optional.empty();
    } catch (DateiLagerException _) {
      return Optional.empty();
    }
  }

  /**
   * Unpacks a pack, entry by entry.
   *
   * @param wanted which paths; other bodies are skipped
   * @param between done after each of these entries, once nothing of its body is held
   * @throws Corrupt if it is missing, damaged, or holds what no pack holds
   * @throws ResourceExhausted if a body is larger than the budget, or a limit of R9 is passed
   */
  void entries(ObjectRow row, Predicate<String> wanted, EntryUse use, Between between)
      throws DateiLagerException {
    try (EntryReader reader = codec.open(pack(row))) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        Entry entry = next.get();
        var _ = Entries.mode(entry); // refuses what no pack holds
        if (!wanted.test(entry.path().value())) {
          continue;
        }
        switch (entry) {
          case Entry.RegularFile file -> {
            try (var _ = budget.decoded(file.size())) {
              use.accept(file, Entries.readBody(reader, file));
            }
          }
          case Entry.Symlink link -> use.accept(link, Blob.utf8(link.target()));
          default -> use.accept(entry, Blob.EMPTY);
        }
        between.run();
      }
    }
  }

  private Blob stored(ObjectRow row) throws Corrupt {
    Blob bytes = stored.get(row.hash().orElseThrow());
    if (bytes == null) {
      throw missing(row);
    }
    return bytes;
  }

  static Corrupt missing(ObjectRow row) {
    return new Corrupt(
        "content %s of '%s' is missing".formatted(row.hash().orElseThrow(), row.path()));
  }

  private static Corrupt notItsHash(ObjectRow row) {
    return new Corrupt(
        "content of '%s' is not what its hash %s says"
            .formatted(row.path(), row.hash().orElseThrow()));
  }
}
