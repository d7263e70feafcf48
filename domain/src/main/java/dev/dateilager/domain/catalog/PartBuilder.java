package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tar under construction of a {@code GetCompress} stream (formats.md §3.3). */
final class PartBuilder implements PackCuts.Sink {
  /** Sum of body and path lengths above which a tar is closed and sent. */
  static final long TARGET_BYTES = 512 * 1024;

  private final PackCodec codec;
  private final ContentBudget budget;
  private final long version;
  private final PartSink sink;
  private @Nullable PackWriter tar;

  PartBuilder(PackCodec codec, ContentBudget budget, long version, PartSink sink) {
    this.codec = codec;
    this.budget = budget;
    this.version = version;
    this.sink = sink;
  }

  /**
   * Appends a plain object.
   *
   * @throws Corrupt naming its path if no tar can hold it
   */
  void object(String path, FileMode mode, Blob content) throws DateiLagerException {
    try {
      Entry entry = Entries.of(checked(path), mode, content);
      add(entry, Entries.body(entry, content));
    } catch (InvalidArgument refused) {
      throw new Corrupt("stored " + refused.getMessage(), refused);
    }
  }

  @Override
  public void object(Entry entry, Blob content) throws DateiLagerException {
    add(entry, Entries.body(entry, content));
  }

  @Override
  public void removed(ObjectPath path, FileMode mode) throws DateiLagerException {
    add(new Entry.Deletion(path), Blob.EMPTY);
  }

  /** Appends a removal. */
  void removed(String path) throws DateiLagerException {
    add(new Entry.Deletion(checked(path)), Blob.EMPTY);
  }

  /** Appends a pack that the client takes from its cache. */
  void cached(ObjectRow row) throws DateiLagerException {
    add(new Entry.CachedReference(checked(row.path()), row.hash().orElseThrow()), Blob.EMPTY);
  }

  /** Sends a whole pack at once, before what is in the tar; empty if the pack is gone. */
  void pack(String path, Blob packed) throws DateiLagerException {
    sink.accept(version, packed, Optional.of(path));
  }

  private void add(Entry entry, Blob body) throws DateiLagerException {
    PackWriter open = tar;
    if (open == null) {
      open = codec.create();
      tar = open;
    }
    open.add(entry, body);
  }

  /**
   * Sends the tar if it has grown enough; to be called after each object, when its content is held
   * no more: the tar is put together from as many bytes.
   */
  @Override
  public void settle() throws DateiLagerException {
    if (tar != null && tar.runningBytes() > TARGET_BYTES) {
      flush();
    }
  }

  /** Sends the rest, if there is any. */
  void flush() throws DateiLagerException {
    PackWriter open = tar;
    if (open != null) {
      tar = null;
      try (var _ = budget.decoded(Math.min(open.runningBytes(), budget.bytes()))) {
        sink.accept(version, open.finish(), Optional.empty());
      }
    }
  }

  private static ObjectPath checked(String stored) throws Corrupt {
    try {
      return ObjectPath.parse(stored);
    } catch (InvalidArgument refused) {
      throw new Corrupt("stored " + refused.getMessage(), refused);
    }
  }
}
