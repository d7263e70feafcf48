package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.TreePlacer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Places golden copies of an {@link InMemoryGoldenStore} in a tree of text; it cannot clone. */
public final class InMemoryTreePlacer implements TreePlacer {
  /** Absolute path to what stands there, as {@link TreeText} has it; outlives the placer. */
  private final SortedMap<String, String> node;

  private final InMemoryGoldenStore store;
  private final Map<NodePath, Placement> ledger;
  private final Set<NodePath> standing; // whose directory is still the one that was placed
  private final Set<String> shared = new HashSet<>();

  /** A placer on an empty node. */
  public InMemoryTreePlacer(InMemoryGoldenStore store) {
    this(store, new TreeMap<>(), new HashMap<>(), new HashSet<>());
  }

  private InMemoryTreePlacer(
      InMemoryGoldenStore store,
      SortedMap<String, String> node,
      Map<NodePath, Placement> ledger,
      Set<NodePath> standing) {
    this.store = store;
    this.node = node;
    this.ledger = ledger;
    this.standing = standing;
  }

  /** The same node with another store, as after a restart. */
  public synchronized InMemoryTreePlacer with(InMemoryGoldenStore reopened) {
    ledger.keySet().retainAll(standing);
    return new InMemoryTreePlacer(reopened, node, ledger, standing);
  }

  /** What stands below a path. */
  public synchronized SortedMap<String, String> tree(NodePath path) {
    var tree = new TreeMap<String, String>();
    node.subMap(path + "/", path + "0")
        .forEach((at, text) -> tree.put(at.substring(path.value().length() + 1), text));
    return tree;
  }

  /** Puts something there, as a workload would. */
  public synchronized void put(NodePath path, String text) {
    makeParents(path.value());
    node.put(path.value(), text);
  }

  /** Moves a directory with all it holds, as a workload would. */
  public synchronized void move(NodePath from, NodePath to) {
    put(to, at(from));
    tree(from).forEach((path, text) -> node.put(to + "/" + path, text));
    clear(from);
    standing.remove(from);
  }

  private void clear(NodePath path) {
    tree(path).keySet().forEach(below -> node.remove(path + "/" + below));
    node.remove(path.value());
  }

  /** What stands at a path, or the empty text. */
  public synchronized String at(NodePath path) {
    return node.getOrDefault(path.value(), "");
  }

  /** Whether a placed file is shared with the store. */
  public synchronized boolean isShared(NodePath file) {
    return shared.contains(file.value());
  }

  /** A pack's items with implied directories, golden modes, directories without mode. */
  static SortedMap<String, String> tree(Map<String, InMemoryGoldenStore.Item> items) {
    var tree = new TreeMap<String, String>();
    items.forEach(
        (path, item) -> {
          item.entry()
              .path()
              .ancestors()
              .forEach(ancestor -> tree.put(ancestor.relative(), TreeText.directory()));
          tree.put(
              path,
              switch (item.entry()) {
                case Entry.RegularFile file -> TreeText.file(golden(file), item.body().toUtf8());
                case Entry.Symlink link -> TreeText.symlink(link.target());
                case Entry.Directory _, Entry.Deletion _, Entry.CachedReference _ ->
                    TreeText.directory();
              });
        });
    return tree;
  }

  private static int golden(Entry.RegularFile file) {
    return (file.permissions() | 0444) & 0755;
  }

  @Override
  public synchronized PlacementReport place(
      GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    refuse(target);
    var building = new Building(mode, strict);
    for (ContentHash pack : golden.packs()) {
      building.add(pack);
    }
    makeParents(target.value());
    clear(target);
    node.put(target.value(), TreeText.directory(0755));
    node.put(target + "/objects", TreeText.directory(0777));
    building.tree.forEach((path, text) -> node.put(target + "/objects/" + path, text));
    building.linkedPaths.forEach(path -> shared.add(target + "/objects/" + path));
    if (!golden.packs().isEmpty()) {
      node.put(target + "/versions", TreeText.file(0644, golden.version() + "\n"));
    }
    standing.add(target);
    PlacementReport report = building.report(golden, target);
    ledger.put(target, Placement.of(report, Instant.EPOCH));
    return report;
  }

  @Override
  public synchronized boolean release(NodePath target) throws FailedPrecondition {
    if (!ledger.containsKey(target)) {
      return false;
    }
    if (standing.remove(target)) {
      clear(target);
    } else if (node.containsKey(target.value())) {
      throw new FailedPrecondition("target '%s' holds something else".formatted(target));
    }
    ledger.remove(target);
    return true;
  }

  @Override
  public synchronized List<Placement> placements() {
    return ledger.values().stream()
        .sorted(Comparator.comparing(placement -> placement.target().value()))
        .toList();
  }

  @Override
  public synchronized Optional<Placement> placement(NodePath target) {
    return Optional.ofNullable(ledger.get(target));
  }

  @Override
  public long trash() {
    return 0; // what is taken away is gone at once
  }

  private void refuse(NodePath target) throws FailedPrecondition {
    String found = node.get(target.value());
    boolean free =
        found == null
            || standing.contains(target)
            || (found.startsWith("dir") && tree(target).isEmpty());
    if (!free) {
      throw new FailedPrecondition("target '%s' holds something else".formatted(target));
    }
  }

  private void makeParents(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      node.putIfAbsent(path.substring(0, slash), TreeText.directory(0755));
    }
  }

  private final class Building {
    private final LinkMode mode;
    private final boolean strict;
    private final SortedMap<String, String> tree = new TreeMap<>();
    private final Set<String> linkedPaths = new HashSet<>();
    private final Map<Obstacle, Long> why = new EnumMap<>(Obstacle.class);
    private long copied;
    private long bytes;
    private long symlinks;
    private boolean copiedBytes;

    private Building(LinkMode mode, boolean strict) {
      this.mode = mode;
      this.strict = strict;
    }

    private void add(ContentHash pack) throws DateiLagerException {
      tree.put(pack.hex(), TreeText.directory(0777));
      Map<String, InMemoryGoldenStore.Item> items = store.items(pack);
      tree(items)
          .forEach(
              (path, text) ->
                  tree.put(
                      pack.hex() + "/" + path,
                      text.equals(TreeText.directory()) ? TreeText.directory(0777) : text));
      for (var item : items.entrySet()) {
        switch (item.getValue().entry()) {
          case Entry.RegularFile file -> addFile(pack, item.getKey(), file, item.getValue());
          case Entry.Symlink _ -> symlinks++;
          case Entry.Directory _, Entry.Deletion _, Entry.CachedReference _ -> {}
        }
      }
    }

    private void addFile(
        ContentHash pack, String below, Entry.RegularFile file, InMemoryGoldenStore.Item item)
        throws DateiLagerException {
      String path = pack.hex() + "/" + below;
      if (item.body().length() != file.size()) {
        throw new DamagedPack(pack, "golden file '%s' is not what was stored".formatted(path));
      }
      bytes += file.size();
      boolean links = mode == LinkMode.AUTO || mode == LinkMode.LINK;
      if (file.size() > 0 && links) {
        linkedPaths.add(path);
        return;
      }
      if (file.size() > 0 && mode == LinkMode.CLONE && strict) {
        throw new FailedPrecondition("strict mode clone cannot place '%s'".formatted(path));
      }
      copied++;
      copiedBytes |= file.size() > 0;
      if (mode != LinkMode.COPY) {
        why.merge(file.size() == 0 ? Obstacle.EMPTY_FILE : Obstacle.NOT_SUPPORTED, 1L, Long::sum);
      }
      int permissions =
          file.size() > 0 || mode == LinkMode.COPY ? file.permissions() : golden(file);
      tree.put(path, TreeText.file(permissions, item.body().toUtf8()));
    }

    private PlacementReport report(GoldenCopy golden, NodePath target) {
      long directories = 2 + tree.values().stream().filter(text -> text.startsWith("dir")).count();
      return new PlacementReport(
          target,
          golden.version(),
          copiedBytes ? LinkMode.COPY : LinkMode.LINK,
          linkedPaths.size(),
          0,
          copied,
          symlinks,
          directories,
          bytes,
          why,
          Duration.ZERO);
    }
  }
}
