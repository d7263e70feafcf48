package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.place.Node;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.Scrutiny;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Checks that an open store is what it says, byte for byte, and has nothing that none knows. */
final class WholeStore {
  private WholeStore() {}

  /** Downloads a version. */
  static void download(GoldenStore store, CacheVersion version, SamplePack... packs)
      throws DateiLagerException {
    try (GoldenStore.Download adding = store.begin()) {
      for (SamplePack pack : packs) {
        adding.add(pack.hash(), pack.open());
      }
      adding.list(version, Arrays.stream(packs).map(SamplePack::hash).collect(Collectors.toSet()));
    }
  }

  static void check(GoldenStore store, Path root) throws IOException, DateiLagerException {
    for (String empty : List.of("tmp", "work")) {
      assertThat(Node.names(root.resolve(empty))).as(empty).isEmpty();
    }
    List<String> packs = store.packs().stream().map(ContentHash::hex).sorted().toList();
    assertThat(Node.names(root.resolve("objects"))).isEqualTo(packs);
    assertThat(Node.names(root.resolve("manifests"))).isEqualTo(packs);
    List<String> versions = store.versions().stream().map(Object::toString).sorted().toList();
    assertThat(Node.names(root.resolve("generations")).stream().filter(n -> !n.contains(".")))
        .containsExactlyElementsOf(versions);
    for (var version : store.versions()) {
      assertThat(store.packs()).containsAll(store.golden(version).orElseThrow().packs());
    }
    assertThat(Node.names(root.resolve("quarantine")))
        .as("one pack, its manifest and a note")
        .hasSizeLessThanOrEqualTo(3);
    var findings = new ArrayList<Finding>();
    for (ContentHash pack : store.packs()) {
      store.verify(pack, Scrutiny.reading(), findings::add);
    }
    assertThat(findings).isEmpty();
  }
}
