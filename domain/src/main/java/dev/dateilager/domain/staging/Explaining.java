package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says why a path is as it is, from what the daemon knows; looks at no file below a target. */
final class Explaining {
  private final GoldenStore store;
  private final TreePlacer placer;
  private final Holding holding;
  private final List<NodePath> allowedRoots;

  Explaining(GoldenStore store, TreePlacer placer, Holding holding, List<NodePath> allowedRoots) {
    this.store = store;
    this.placer = placer;
    this.holding = holding;
    this.allowedRoots = allowedRoots;
  }

  Explanation of(NodePath path) throws DateiLagerException {
    List<Placement> all = placer.placements();
    Optional<Placement> mine =
        all.stream()
            .filter(placement -> path.isBelow(placement.target()))
            .max(Comparator.comparingInt(placement -> placement.target().value().length()));
    var facts = new ArrayList<String>();
    if (mine.isPresent()) {
      tell(path, mine.get(), facts);
    } else {
      facts.add("No placement is known at '%s' or above it.".formatted(path));
      facts.add(where(path));
    }
    long below =
        all.stream()
            .filter(placement -> PlacementDesk.isStrictlyBelow(placement.target(), path))
            .count();
    if (below > 0) {
      facts.add("Placements known below it: %,d.".formatted(below));
    }
    return new Explanation(facts, mine);
  }

  private void tell(NodePath path, Placement placement, List<String> facts) {
    facts.add(
        "It %s the placement '%s' of cache version %s, made at %s."
            .formatted(
                path.equals(placement.target()) ? "is" : "belongs to",
                placement.target(),
                placement.version(),
                placement.placedAt()));
    facts.add(
        "Its files: %,d linked, %,d cloned, %,d copied; the weakest way used is %s."
            .formatted(
                placement.linked(),
                placement.cloned(),
                placement.copied(),
                placement.mode().label()));
    placement.why().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            met -> facts.add("%s: %,d files.".formatted(sentence(met.getKey()), met.getValue())));
    if (placement.linked() > 0) {
      facts.add(
          "Linked files share their inodes with the golden copy and every other placement: replace"
              + " them, never write into them.");
    }
    facts.add(held(placement));
    pack(path, placement).ifPresent(facts::add);
  }

  private static String sentence(Obstacle obstacle) {
    return switch (obstacle) {
      case OTHER_FILE_SYSTEM -> "Not linked, as store and target are two file systems";
      case OTHER_MOUNT -> "Not linked, as store and target are two mounts of one file system";
      case LINK_LIMIT -> "Not linked, as the inode had as many names as it can have";
      case NOT_PERMITTED -> "Not linked, as the kernel does not permit it";
      case NOT_SUPPORTED -> "Not placed as asked, as the file system cannot do that";
      case EMPTY_FILE -> "Made anew, as empty files are never linked";
    };
  }

  private String held(Placement placement) {
    Optional<GoldenCopy> held = holding.now().prepared().map(PrepareReport::golden);
    if (held.isEmpty()) {
      return "The daemon holds no cache version now.";
    }
    return held.get().version().equals(placement.version())
        ? "That is the version that the daemon holds now."
        : "The daemon holds version %s now: placing again changes over to it."
            .formatted(held.get().version());
  }

  /** Whether the pack of a path {@code objects/<hash>/…} below the target still stands. */
  private Optional<String> pack(NodePath path, Placement placement) {
    String rest = path.value().substring(placement.target().value().length());
    String[] names = rest.split("/", 4);
    if (names.length < 3 || !names[1].equals("objects") || !ContentHash.isHex(names[2])) {
      return Optional.empty();
    }
    return Optional.of(
        store.has(new ContentHash(names[2]))
            ? "Its pack %s stands in the store.".formatted(names[2])
            : "Its pack %s does not stand in the store any more.".formatted(names[2]));
  }

  private String where(NodePath path) {
    if (path.value().equals(store.location()) || path.value().startsWith(store.location() + "/")) {
      return "It lies in the store '%s'.".formatted(store.location());
    }
    return allowedRoots.stream()
        .filter(root -> PlacementDesk.isStrictlyBelow(path, root))
        .findFirst()
        .map(root -> "It lies below the allowed root '%s', so one could be made.".formatted(root))
        .orElse(
            "It lies below none of the allowed roots %s, so none can be made."
                .formatted(allowedRoots));
  }
}
