package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An update of an {@link InMemoryCatalogStore}. */
final class InMemoryDraft implements UpdateDraft {
  private final InMemoryCatalogStore store;
  private final ProjectId id;
  private final Map<ContentHash, Blob> contents = new HashMap<>();
  private final Map<ObjectPath, Optional<Put>> objects = new LinkedHashMap<>();
  private final Map<ObjectPath, Replacement> packs = new LinkedHashMap<>();
  private final List<Blob> stashed = new ArrayList<>();
  private boolean closed;

  InMemoryDraft(InMemoryCatalogStore store, ProjectId id) {
    this.store = store;
    this.id = id;
  }

  private record Put(FileMode mode, long size, ContentHash hash) {}

  private record Replacement(Optional<ContentHash> base, Optional<NewPack> pack) {}

  @Override
  public void content(ContentHash hash, Blob stored) {
    requireOpen();
    store.store(hash, stored);
    contents.put(hash, stored);
  }

  @Override
  public void put(ObjectPath path, FileMode mode, long size, ContentHash hash) {
    requireOpen();
    requireContent(hash);
    objects.put(path, Optional.of(new Put(mode, size, hash)));
  }

  private void requireContent(ContentHash hash) {
    if (!contents.containsKey(hash)) {
      throw new IllegalStateException("content %s was not given to this draft".formatted(hash));
    }
  }

  @Override
  public void delete(ObjectPath path) {
    requireOpen();
    objects.put(path, Optional.empty());
  }

  @Override
  public Optional<LivePack> livePack(ObjectPath packPath) throws DateiLagerException {
    requireOpen();
    Optional<ContentHash> hash = livePackHash(store.project(id).rows(), packPath);
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    Optional<Blob> packed = store.content(hash.get());
    if (packed.isEmpty()) {
      throw new Corrupt("content %s of pack '%s' is missing".formatted(hash.get(), packPath));
    }
    if (!ContentHash.of(packed.get()).equals(hash.get())) {
      throw new Corrupt("content of pack '%s' is not what its hash says".formatted(packPath));
    }
    return Optional.of(new LivePack(hash.get(), packed.get()));
  }

  @Override
  public long livePackBytes(ObjectPath packPath) throws DateiLagerException {
    requireOpen();
    return livePackHash(store.project(id).rows(), packPath)
        .flatMap(store::content)
        .map(Blob::length)
        .orElse(0);
  }

  private static Optional<ContentHash> livePackHash(List<StoredRow> rows, ObjectPath packPath) {
    return rows.stream()
        .filter(row -> row.isLive() && isPack(row, packPath))
        .map(StoredRow::hash)
        .findFirst();
  }

  private static boolean isPack(StoredRow row, ObjectPath packPath) {
    return row.packed()
        && (row.path().equals(packPath.value()) || row.path().equals(otherForm(packPath)));
  }

  /** The path with its trailing slash taken off, or put on (semantics.md §3.2). */
  private static String otherForm(ObjectPath path) {
    String text = path.value();
    return path.hasTrailingSlash() ? text.substring(0, text.length() - 1) : text + "/";
  }

  @Override
  public void replacePack(
      ObjectPath packPath, Optional<ContentHash> base, Optional<NewPack> replacement) {
    requireOpen();
    packs.put(packPath, new Replacement(base, replacement));
  }

  @Override
  public Stash stash(Blob bytes) {
    requireOpen();
    stashed.add(bytes);
    return new Stash(stashed.size() - 1, bytes.length());
  }

  @Override
  public Blob unstash(Stash stash) {
    requireOpen();
    return stashed.get(Math.toIntExact(stash.position()));
  }

  @Override
  public Outcome commit() throws DateiLagerException {
    requireOpen();
    Outcome outcome = store.change(id, this::apply);
    if (!(outcome instanceof Outcome.PacksMoved)) {
      closed = true;
    }
    return outcome;
  }

  private InMemoryCatalogStore.Change.Result apply(InMemoryCatalogStore.Project project) {
    Set<ObjectPath> moved = new HashSet<>();
    packs.forEach(
        (path, replacement) -> {
          if (!livePackHash(project.rows(), path).equals(replacement.base())) {
            moved.add(path);
          }
        });
    if (!moved.isEmpty()) {
      return new InMemoryCatalogStore.Change.Result(
          new Outcome.PacksMoved(moved), Optional.empty());
    }
    long next = project.latest() + 1;
    var rows = new NextRows(id, next, project.rows());
    boolean changed = false;
    var real = new LinkedHashMap<>(objects); // by what is live before: others may stop it (§6.2)
    real.entrySet().removeIf(object -> isUnchanged(rows, object.getKey(), object.getValue()));
    for (var object : real.entrySet()) {
      applyObject(rows, object.getKey(), object.getValue());
      changed = true;
    }
    for (var pack : packs.entrySet()) {
      changed |= applyPack(rows, pack.getKey(), pack.getValue());
    }
    if (!changed) {
      return new InMemoryCatalogStore.Change.Result(
          new Outcome.Unchanged(project.latest()), Optional.empty());
    }
    contents.forEach(store::store); // a collector may have been here
    return new InMemoryCatalogStore.Change.Result(
        new Outcome.Committed(next),
        Optional.of(new InMemoryCatalogStore.Project(next, project.patterns(), rows.all())));
  }

  private static boolean isUnchanged(NextRows rows, ObjectPath path, Optional<Put> wanted) {
    return wanted.isPresent() && rows.holds(path.value(), wanted.get().hash(), wanted.get().mode());
  }

  private static void applyObject(NextRows rows, ObjectPath path, Optional<Put> wanted) {
    rows.stop(path.value(), _ -> true);
    if (wanted.isPresent()) {
      Put put = wanted.get();
      path.ancestors().forEach(ancestor -> rows.stop(ancestor.value(), _ -> true));
      rows.insert(path.value(), put.mode(), put.size(), false, put.hash());
    }
  }

  private static boolean applyPack(NextRows rows, ObjectPath path, Replacement replacement) {
    Optional<ContentHash> hash = replacement.pack().map(NewPack::hash);
    if (hash.isPresent() && hash.equals(replacement.base())) {
      return false;
    }
    rows.stop(path.value(), StoredRow::packed);
    rows.stop(otherForm(path), StoredRow::packed);
    replacement
        .pack()
        .ifPresent(
            pack -> rows.insert(path.value(), new FileMode(0), pack.size(), true, pack.hash()));
    return true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the draft is done");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
