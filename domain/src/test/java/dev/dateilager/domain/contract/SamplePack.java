package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pack to add to a golden store: its entries, also ones that no pack may hold, and the tree that
 * they should become. Its bytes stand for it, they are no S2_TAR.
 */
public final class SamplePack {
  private record Part(Entry entry, Blob body) {}

  private final String name;
  private final List<Part> parts;
  private final @Nullable DateiLagerException end;

  private SamplePack(String name, List<Part> parts, @Nullable DateiLagerException end) {
    this.name = name;
    this.parts = List.copyOf(parts);
    this.end = end;
  }

  /** A pack without entries; the name alone decides its hash. */
  public static SamplePack named(String name) {
    return new SamplePack(name, List.of(), null);
  }

  /** The reference tests' pack: two files below {@code node_modules/<name>}. */
  public static SamplePack twoFiles(String name) {
    String path = "node_modules/" + name;
    return named(name)
        .file(path + "/1", 0755, path + "/1 v1")
        .file(path + "/2", 0755, path + "/2 v1");
  }

  /** With a file more. */
  public SamplePack file(String path, int permissions, String content) {
    Blob body = Blob.utf8(content);
    return entry(new Entry.RegularFile(new ObjectPath(path), permissions, body.length()), body);
  }

  /** With a symbolic link more. */
  public SamplePack symlink(String path, String text) {
    return entry(new Entry.Symlink(new ObjectPath(path), 0777, text), Blob.EMPTY);
  }

  /** With an empty directory more. */
  public SamplePack directory(String path) {
    return entry(new Entry.Directory(new ObjectPath(path), 0755), Blob.EMPTY);
  }

  /** With any entry more, and a body that need not be as long as it says. */
  public SamplePack entry(Entry entry, Blob body) {
    var more = new ArrayList<>(parts);
    more.add(new Part(entry, body));
    return new SamplePack(name, more, end);
  }

  /** With any number of entries more, none of which has a body. */
  public SamplePack entries(Stream<? extends Entry> entries) {
    var more = new ArrayList<>(parts);
    entries.forEach(entry -> more.add(new Part(entry, Blob.EMPTY)));
    return new SamplePack(name, more, end);
  }

  /** Failing instead of ending. */
  public SamplePack failing(DateiLagerException failure) {
    return new SamplePack(name, parts, failure);
  }

  /** Bytes that stand for the pack. */
  public Blob packed() {
    return Blob.utf8("pack " + name);
  }

  /** The hash it is stored under. */
  public ContentHash hash() {
    return ContentHash.of(packed());
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** How many entries it has. */
  public int entries() {
    return parts.size();
  }

  /** Reads it from the beginning. */
  public EntryReader open() {
    return new Reader();
  }

  /**
   * The tree that its entries, one after the other, should become; as {@link TreeText} has it, with
   * golden modes and without the modes of directories.
   */
  public SortedMap<String, String> tree() {
    var tree = new TreeMap<String, String>();
    for (Part part : parts) {
      String path = part.entry().path().relative();
      part.entry().path().ancestors().forEach(a -> tree.put(a.relative(), TreeText.directory()));
      tree.put(
          path,
          switch (part.entry()) {
            case Entry.RegularFile file ->
                TreeText.file((file.permissions() | 0444) & 0755, part.body().toUtf8());
            case Entry.Symlink link -> TreeText.symlink(link.target());
            case Entry.Directory _ -> TreeText.directory();
            case Entry.Deletion _, Entry.CachedReference _ ->
                throw new IllegalStateException("no tree has " + part.entry());
          });
    }
    return tree;
  }

  private final class Reader implements EntryReader {
    private int at;
    private int read;

    @Override
    public Optional<Entry> next() throws DateiLagerException {
      read = 0;
      at++;
      if (at > parts.size()) {
        if (end != null) {
          throw end;
        }
        return Optional.empty();
      }
      return Optional.of(parts.get(at - 1).entry());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      byte[] body = parts.get(at - 1).body().shared();
      int n = Math.min(length, body.length - read);
      if (n == 0 && length > 0) {
        return -1;
      }
      System.arraycopy(body, read, buffer, offset, n);
      read += n;
      return n;
    }

    @Override
    public void close() {}
  }
}
