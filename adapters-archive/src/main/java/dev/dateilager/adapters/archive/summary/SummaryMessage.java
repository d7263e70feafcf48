package dev.dateilager.adapters.archive.summary;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/** Messages {@code Summary} and {@code Entry} of formats.md §5.1. */
public final class SummaryMessage {
  private static final int LATEST_MOD_TIME = 1;
  private static final int ENTRIES = 2;

  private static final int PATH = 1;
  private static final int MODE = 2;
  private static final int MOD_TIME = 3;
  private static final int SIZE = 4;
  private static final int INODE = 5;
  private static final int HASH = 6;

  private SummaryMessage() {}

  /** The message's bytes. */
  public static byte[] encode(Summary summary) {
    var message = new MessageWriter();
    message.number(LATEST_MOD_TIME, summary.latestModTimeNanos());
    for (SummaryEntry entry : summary.entries()) {
      message.bytes(ENTRIES, encode(entry));
    }
    return message.finish();
  }

  private static byte[] encode(SummaryEntry entry) {
    var message = new MessageWriter();
    if (!entry.path().isEmpty()) {
      message.bytes(PATH, entry.path().getBytes(StandardCharsets.UTF_8));
    }
    message.number(MODE, entry.mode().bits() & 0xffffffffL);
    message.number(MOD_TIME, entry.modTimeNanos());
    message.number(SIZE, entry.size());
    message.number(INODE, entry.inode());
    entry.hash().ifPresent(hash -> message.bytes(HASH, hash.bytes()));
    return message.finish();
  }

  /**
   * The summary that {@code bytes} spell; no bytes are an empty one. Unknown fields are skipped, of
   * a field that comes twice the last counts, as protobuf has it.
   *
   * @param maxEntries most entries to accept: the smallest takes 5 bytes, and in memory over 100
   * @throws Corrupt if they are no such message
   * @throws ResourceExhausted if there are more entries
   */
  public static Summary decode(byte[] bytes, long maxEntries) throws Corrupt, ResourceExhausted {
    var message = new MessageReader(bytes);
    long latest = 0;
    var entries = new ArrayList<SummaryEntry>();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case LATEST_MOD_TIME -> latest = message.number();
        case ENTRIES -> {
          if (entries.size() >= maxEntries) {
            throw new ResourceExhausted("summary has more than %d entries".formatted(maxEntries));
          }
          entries.add(decodeEntry(message.message()));
        }
        default -> message.skip();
      }
    }
    return new Summary(latest, entries);
  }

  private static SummaryEntry decodeEntry(MessageReader message) throws Corrupt {
    String path = "";
    long mode = 0;
    long modTime = 0;
    long size = 0;
    long inode = 0;
    Optional<ContentHash> hash = Optional.empty();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case PATH -> path = message.text();
        case MODE -> mode = message.number() & 0xffffffffL;
        case MOD_TIME -> modTime = message.number();
        case SIZE -> size = message.number();
        case INODE -> inode = message.number();
        case HASH -> hash = Optional.of(hash(message.bytes()));
        default -> message.skip();
      }
    }
    if (path.isEmpty()) {
      throw new Corrupt("summary is damaged: entry without a path");
    }
    return new SummaryEntry(path, new FileMode(mode), modTime, size, inode, hash);
  }

  private static ContentHash hash(byte[] bytes) throws Corrupt {
    if (bytes.length != ContentHash.BYTES) {
      throw new Corrupt("summary is damaged: hash of %d bytes".formatted(bytes.length));
    }
    return ContentHash.ofBytes(bytes);
  }
}
