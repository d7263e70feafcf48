package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares every pack of the store with its manifest, and if asked mends what differs. */
final class Verification {
  private final GoldenStore store;
  private final TreePlacer placer;
  private final Holding holding;
  private final Scrutiny scrutiny;
  private final boolean repair;
  private final VerificationSink sink;
  private long packs;
  private GoldenSize size = GoldenSize.NOTHING;
  private long findings;
  private long repaired;

  Verification(
      GoldenStore store,
      TreePlacer placer,
      Holding holding,
      Scrutiny scrutiny,
      boolean repair,
      VerificationSink sink) {
    this.store = store;
    this.placer = placer;
    this.holding = holding;
    this.scrutiny = scrutiny;
    this.repair = repair;
    this.sink = sink;
  }

  VerifySummary run() throws DateiLagerException {
    for (ContentHash pack : store.packs()) {
      try {
        verify(pack);
      } catch (NotFound _) {
        // pruned, or put aside by a placement that met the same damage
      }
    }
    return new VerifySummary(packs, size.files(), size.bytes(), findings, repaired);
  }

  private void verify(ContentHash pack) throws DateiLagerException {
    long repairsSeen = holding.repairs();
    GoldenSize before = store.has(pack) ? sizeOf(pack) : GoldenSize.NOTHING;
    var damage = new Damage();
    store.verify(
        pack,
        scrutiny,
        finding -> {
          damage.first = damage.count == 0 ? finding.path() + " " + finding.what() : damage.first;
          damage.count++;
          sink.found(finding, placementsOf(pack));
        });
    packs++;
    size = size.plus(before);
    findings += damage.count;
    if (repair && damage.count > 0) {
      holding.repair(
          new DamagedPack(pack, "pack %s: %s".formatted(pack, damage.first)), repairsSeen);
      if (store.has(pack)) {
        repaired++;
      }
    }
  }

  private static final class Damage {
    private long count;
    private String first = "";
  }

  private GoldenSize sizeOf(ContentHash pack) {
    try {
      return store.size(new GoldenCopy(GoldenCopy.NO_CACHE.version(), Set.of(pack)));
    } catch (IllegalStateException _) {
      return GoldenSize.NOTHING; // it went between the two looks
    }
  }

  private List<NodePath> placementsOf(ContentHash pack) throws DateiLagerException {
    Set<CacheVersion> versions =
        store.versions().stream()
            .filter(
                version -> store.golden(version).filter(g -> g.packs().contains(pack)).isPresent())
            .collect(Collectors.toSet());
    return placer.placements().stream()
        .filter(placement -> versions.contains(placement.version()))
        .map(Placement::target)
        .toList();
  }
}
