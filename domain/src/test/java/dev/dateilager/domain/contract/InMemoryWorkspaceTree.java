package dev.dateilager.domain.contract;

import dev.dateilager.domain.contract.InMemoryNodes.Kind;
import dev.dateilager.domain.contract.InMemoryNodes.Node;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project's directory in memory, opened. Every call is one step under the directory's monitor.
 */
public final class InMemoryWorkspaceTree implements WorkspaceTree {
  private final InMemoryDirectory directory;
  private final long maxObjectBytes;

  InMemoryWorkspaceTree(InMemoryDirectory directory, long maxObjectBytes) {
    this.directory = directory;
    this.maxObjectBytes = maxObjectBytes;
  }

  @Override
  public long version() throws Corrupt {
    Optional<Blob> bytes = directory.stateFile("version");
    try {
      return bytes.isEmpty() ? 0 : Long.parseLong(bytes.get().toUtf8().strip());
    } catch (NumberFormatException malformed) {
      throw new Corrupt("the version file holds no number", malformed);
    }
  }

  @Override
  public void recordVersion(long version) {
    directory.stateFile("version", Blob.utf8(Long.toString(version)));
  }

  @Override
  public Optional<Blob> summary() {
    return directory.stateFile("sum.s2");
  }

  @Override
  public void recordSummary(Blob bytes) {
    directory.stateFile("sum.s2", bytes);
  }

  @Override
  public Applied apply(
      EntryReader entries, Optional<ObjectPath> packPath, Optional<CacheDirectory> cache)
      throws DateiLagerException {
    synchronized (directory) {
      return packPath.isPresent()
          ? applyPack(entries, packPath.get())
          : applyEntries(entries, cache);
    }
  }

  private Applied applyEntries(EntryReader reader, Optional<CacheDirectory> cache)
      throws DateiLagerException {
    var entries = new ArrayList<Entry>();
    var missing = new ArrayList<Entry.CachedReference>();
    long copied = 0;
    long written = 0;
    long skipped = 0;
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (entry.path().isClientState()) {
        skipped++;
        continue;
      }
      switch (entry) {
        case Entry.RegularFile _, Entry.Directory _, Entry.Symlink _ ->
            written += put(directory.nodes, entry, reader);
        case Entry.Deletion deletion -> delete(deletion.path());
        case Entry.CachedReference reference -> {
          Optional<Long> files =
              cache
                  .filter(InMemoryCache.Directory.class::isInstance)
                  .map(InMemoryCache.Directory.class::cast)
                  .flatMap(held -> held.copyInto(directory.nodes, reference));
          copied += files.orElse(0L);
          if (files.isEmpty()) {
            missing.add(reference);
          }
        }
      }
      entries.add(entry);
    }
    Map<Obstacle, Long> obstacles =
        copied == 0 ? Map.of() : Map.of(Obstacle.NOT_SUPPORTED, copied); // there are no links here
    return new Applied(entries, missing, 0, 0, copied, written, skipped, obstacles);
  }

  private void delete(ObjectPath path) {
    String name = path.relative();
    Optional<Node> present = directory.nodes.at(name);
    if (present.isEmpty() || !directory.nodes.parentsStand(name)) {
      return;
    }
    boolean isDirectory = present.get().kind() == Kind.DIRECTORY;
    if (isDirectory ? directory.nodes.isEmptyDirectory(name) : !path.hasTrailingSlash()) {
      directory.nodes.removeAll(name);
    }
  }

  private Applied applyPack(EntryReader reader, ObjectPath packPath) throws DateiLagerException {
    var entries = new ArrayList<Entry>();
    if (packPath.isClientState()) {
      long skipped = 0;
      while (reader.next().isPresent()) {
        skipped++;
      }
      return new Applied(List.of(), List.of(), 0, 0, 0, 0, skipped, Map.of());
    }
    String top = packPath.relative();
    var pack = new InMemoryNodes();
    long written = 0;
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      written += putPacked(pack, next.get(), reader);
      String name = next.get().path().relative();
      if (!name.equals(top) && !name.startsWith(top + "/")) {
        throw new Corrupt("the pack at '%s' has an entry '%s'".formatted(packPath, name));
      }
      entries.add(next.get());
    }
    if (directory.nodes.parentsStand(top)) {
      directory.nodes.removeAll(top);
    }
    pack.at(top).ifPresent(node -> directory.nodes.put(top, node));
    pack.below(top).forEach(directory.nodes::put);
    return new Applied(entries, List.of(), 0, 0, 0, written, 0, Map.of());
  }

  /** As {@link #put}, but only what a pack can hold. */
  static long putPacked(InMemoryNodes into, Entry entry, EntryReader reader)
      throws DateiLagerException {
    if (entry instanceof Entry.Deletion || entry instanceof Entry.CachedReference) {
      throw new Corrupt("a pack cannot hold what '%s' is".formatted(entry.path()));
    }
    return put(into, entry, reader);
  }

  private static long put(InMemoryNodes into, Entry entry, EntryReader reader)
      throws DateiLagerException {
    String name = entry.path().relative();
    switch (entry) {
      case Entry.RegularFile file ->
          into.put(name, Node.fresh(Kind.FILE, file.permissions(), body(reader)));
      case Entry.Symlink link ->
          into.put(name, Node.fresh(Kind.SYMLINK, 0777, Blob.utf8(link.target())));
      case Entry.Directory _ -> into.mkdir(name);
      case Entry.Deletion _, Entry.CachedReference _ -> throw new IllegalArgumentException(name);
    }
    return entry instanceof Entry.RegularFile ? 1 : 0;
  }

  private static Blob body(EntryReader reader) throws DateiLagerException {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (int length = reader.read(buffer, 0, buffer.length);
        length >= 0;
        length = reader.read(buffer, 0, buffer.length)) {
      bytes.write(buffer, 0, length);
    }
    return Blob.owned(bytes.toByteArray());
  }

  @Override
  public void prune(List<ObjectPath> directories) {
    synchronized (directory) {
      for (ObjectPath path : directories) {
        if (directory.nodes.isEmptyDirectory(path.relative())) {
          directory.nodes.removeAll(path.relative());
        }
      }
    }
  }

  @Override
  public List<SummaryEntry> scan(LeftOut leftOut) {
    synchronized (directory) {
      var entries = new ArrayList<SummaryEntry>();
      for (String name : directory.nodes.names()) {
        summarized(name).ifPresent(entries::add);
      }
      return inWalkOrder(entries);
    }
  }

  @Override
  public List<SummaryEntry> scanBelow(ObjectPath top, LeftOut leftOut) {
    synchronized (directory) {
      var entries = new ArrayList<SummaryEntry>();
      summarized(top.relative()).ifPresent(entries::add);
      for (String name : directory.nodes.below(top.relative()).keySet()) {
        summarized(name).ifPresent(entries::add);
      }
      return inWalkOrder(entries);
    }
  }

  private static List<SummaryEntry> inWalkOrder(List<SummaryEntry> entries) {
    entries.sort(
        (left, right) ->
            ObjectPath.compareUtf8(
                left.path().replace('/', '\1'), right.path().replace('/', '\1')));
    return entries;
  }

  private Optional<SummaryEntry> summarized(String name) {
    Optional<Node> found = directory.nodes.at(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Node node = found.get();
    return switch (node.kind()) {
      case FILE ->
          Optional.of(
              entry(name, FileMode.file(node.permissions()), node, node.content().length()));
      case SYMLINK -> Optional.of(entry(name, new FileMode(FileMode.SYMLINK), node, 0));
      case DIRECTORY ->
          directory.nodes.isEmptyDirectory(name)
              ? Optional.of(entry(name + "/", new FileMode(FileMode.DIRECTORY), node, 0))
              : Optional.empty();
    };
  }

  private static SummaryEntry entry(String path, FileMode mode, Node node, long size) {
    return new SummaryEntry(path, mode, node.modTimeNanos(), size, node.inode(), Optional.empty());
  }

  @Override
  public Optional<SummaryEntry> look(ObjectPath path) {
    synchronized (directory) {
      return summarized(path.relative());
    }
  }

  @Override
  public Optional<Content> read(ObjectPath path) throws ResourceExhausted {
    synchronized (directory) {
      Optional<SummaryEntry> seen = summarized(path.relative());
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      Node node = directory.nodes.at(path.relative()).orElseThrow();
      if (node.content().length() > maxObjectBytes) {
        throw new ResourceExhausted(
            "'%s' has %d bytes, at most %d can be sent"
                .formatted(path, node.content().length(), maxObjectBytes));
      }
      FileMode mode =
          switch (node.kind()) {
            case FILE -> FileMode.file(node.permissions());
            case SYMLINK -> FileMode.symlink();
            case DIRECTORY -> FileMode.directory(node.permissions());
          };
      return Optional.of(
          new Content(
              entry(seen.get().path(), mode, node, node.content().length()), node.content()));
    }
  }

  @Override
  public Optional<ContentHash> hash(ObjectPath path) throws ResourceExhausted {
    synchronized (directory) {
      return summarized(path.relative())
          .flatMap(_ -> directory.nodes.at(path.relative()))
          .map(node -> ContentHash.of(node.content()));
    }
  }

  @Override
  public void forget() {
    directory.forgetState();
  }

  @Override
  public void close() {
    directory.release();
  }
}
