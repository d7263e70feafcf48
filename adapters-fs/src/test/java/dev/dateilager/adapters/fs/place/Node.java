package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreSettings;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PlacementReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A store and its placer below one directory, as tests of crashes and faults use them: packs become
 * durable one by one, and one thread places.
 */
public final class Node implements AutoCloseable {
  private static final StoreSettings ONE_BY_ONE = new StoreSettings(false, 1, 1);

  private final DiskGoldenStore store;
  private final LinkTreePlacer placer;

  private Node(DiskGoldenStore store, LinkTreePlacer placer) {
    this.store = store;
    this.placer = placer;
  }

  /** Opens the node at {@code dir}, with targets below {@code roots}. */
  public static Node open(Disk disk, Path dir, Path... roots) throws DateiLagerException {
    return open(disk, StepListener.NONE, dir, roots);
  }

  /** Opens the node, with someone listening to the placer's steps. */
  public static Node open(Disk disk, StepListener steps, Path dir, Path... roots)
      throws DateiLagerException {
    var path = new NodePath(dir.resolve("store").toString());
    DiskGoldenStore store = DiskGoldenStore.open(disk, path, ONE_BY_ONE);
    List<NodePath> allowed =
        Stream.concat(Stream.of(dir), Arrays.stream(roots))
            .map(root -> new NodePath(root.toString()))
            .toList();
    try {
      var settings = new PlacerSettings(1, allowed, 1_000_000, InstantSource.system(), steps);
      return new Node(store, LinkTreePlacer.open(disk, store, settings));
    } catch (DateiLagerException failure) {
      store.close();
      throw failure;
    }
  }

  /** Its store. */
  public GoldenStore store() {
    return store;
  }

  /** Downloads a version. */
  public GoldenCopy download(CacheVersion version, SamplePack... packs) throws DateiLagerException {
    try (GoldenStore.Download adding = store.begin()) {
      for (SamplePack pack : packs) {
        adding.add(pack.hash(), pack.open());
      }
      return adding.list(version, hashes(packs));
    }
  }

  /** Places a version by links. */
  public PlacementReport place(GoldenCopy golden, Path target) throws DateiLagerException {
    return place(golden, target, LinkMode.AUTO, false);
  }

  /** Places a version. */
  public PlacementReport place(GoldenCopy golden, Path target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    return placer.place(golden, new NodePath(target.toString()), mode, strict);
  }

  /** Its placer. */
  public LinkTreePlacer placer() {
    return placer;
  }

  /** Takes a placement away. */
  public boolean release(Path target) throws DateiLagerException {
    return placer.release(new NodePath(target.toString()));
  }

  /** Deletes what waits to be deleted, all of it. */
  public void emptyTrash() throws DateiLagerException {
    Reaped reaped = placer.reap(Pace.FREE);
    assertThat(reaped.obstacle()).isEmpty();
    assertThat(reaped.whole()).isTrue();
    assertThat(placer.trash()).isZero();
  }

  static Set<ContentHash> hashes(SamplePack... packs) {
    return Arrays.stream(packs).map(SamplePack::hash).collect(Collectors.toSet());
  }

  /** The tree that placing these packs by links makes, modes of directories left out. */
  public static SortedMap<String, String> placed(CacheVersion version, SamplePack... packs) {
    var tree = new TreeMap<String, String>();
    tree.put("objects", TreeText.directory());
    tree.put("versions", TreeText.file(0644, version + "\n"));
    for (SamplePack pack : packs) {
      tree.put("objects/" + pack.hash(), TreeText.directory());
      pack.tree().forEach((path, text) -> tree.put("objects/" + pack.hash() + "/" + path, text));
    }
    return tree;
  }

  /** Names in a directory. */
  public static List<String> names(Path dir) throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  /** Checks that an open store at {@code dir} has nothing half, and nothing that none knows. */
  public void assertWhole(Path dir, SamplePack... known) throws IOException, DateiLagerException {
    emptyTrash();
    Path root = dir.resolve("store");
    for (String empty : List.of("tmp", "work", "trash")) {
      assertThat(names(root.resolve(empty))).as(empty).isEmpty();
    }
    assertThat(names(root.resolve("objects"))).isEqualTo(names(root.resolve("manifests")));
    assertThat(names(root.resolve("generations")))
        .containsExactlyInAnyOrderElementsOf(
            store.versions().stream().map(CacheVersion::toString).toList());
    for (CacheVersion version : store.versions()) {
      var golden = store.golden(version).orElseThrow();
      assertThat(golden.packs()).allMatch(store::has);
    }
    var seen = new HashSet<String>();
    for (SamplePack pack : known) {
      if (store.has(pack.hash())) {
        seen.add(pack.hash().hex());
        assertThat(TreeText.read(root.resolve("objects/" + pack.hash()), false))
            .isEqualTo(pack.tree());
      }
    }
    assertThat(names(root.resolve("objects"))).containsExactlyInAnyOrderElementsOf(seen);
  }

  @Override
  public void close() {
    store.close();
  }
}
