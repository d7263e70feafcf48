package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries written down by a test, to be read as if they came from a tar. */
public final class EntryScript {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Blob> bodies = new ArrayList<>();
  private boolean truncated;

  /** A file with text. */
  public EntryScript file(String path, int permissions, String text) {
    Blob body = Blob.utf8(text);
    return add(new Entry.RegularFile(new ObjectPath(path), permissions, body.length()), body);
  }

  /** A file of mode 0755. */
  public EntryScript file(String path, String text) {
    return file(path, 0755, text);
  }

  /** An empty directory. */
  public EntryScript directory(String path) {
    return add(new Entry.Directory(new ObjectPath(path), 0755), Blob.EMPTY);
  }

  /** A link. */
  public EntryScript symlink(String path, String target) {
    return add(new Entry.Symlink(new ObjectPath(path), 0777, target), Blob.EMPTY);
  }

  /** A removal. */
  public EntryScript deletion(String path) {
    return add(new Entry.Deletion(new ObjectPath(path)), Blob.EMPTY);
  }

  /** A pack from the cache. */
  public EntryScript cached(String path, ContentHash hash) {
    return add(new Entry.CachedReference(new ObjectPath(path), hash), Blob.EMPTY);
  }

  /** From here on the sequence is damaged. */
  public EntryScript truncated() {
    truncated = true;
    return this;
  }

  private EntryScript add(Entry entry, Blob body) {
    entries.add(entry);
    bodies.add(body);
    return this;
  }

  /** Reads them from the beginning. */
  public EntryReader reader() {
    return new Reader();
  }

  private final class Reader implements EntryReader {
    private int next;
    private int read;

    @Override
    public Optional<Entry> next() throws DateiLagerException {
      read = 0;
      if (next < entries.size()) {
        return Optional.of(entries.get(next++));
      }
      if (truncated) {
        throw new Corrupt("the tar ends in the middle");
      }
      return Optional.empty();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      byte[] body = bodies.get(next - 1).shared();
      int part = Math.min(length, body.length - read);
      if (part == 0) {
        return length == 0 ? 0 : -1;
      }
      System.arraycopy(body, read, buffer, offset, part);
      read += part;
      return part;
    }

    @Override
    public void close() {
      // holds nothing but memory
    }
  }
}
