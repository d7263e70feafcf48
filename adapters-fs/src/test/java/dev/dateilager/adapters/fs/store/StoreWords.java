package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What follows from the words of a {@link StoreDay} that died.
 *
 * @param must versions that must be found
 * @param may versions that may be found besides
 * @param durable packs that must be found
 */
record StoreWords(Set<CacheVersion> must, Set<CacheVersion> may, Set<ContentHash> durable) {
  static StoreWords of(List<String> lines) {
    var words = new StoreWords(new HashSet<>(), new HashSet<>(), new HashSet<>());
    String pack = "";
    String version = "";
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      switch (parts[0]) {
        case "adding" -> pack = parts[1];
        case "listing" -> {
          version = parts[1];
          words.may.add(number(version));
        }
        case "leaving" -> {
          words.must.remove(number(parts[1]));
          words.durable.remove(new ContentHash(parts[2]));
        }
        case "returning" -> words.may.add(number(parts[1]));
        case "left" -> words.may.remove(number(parts[1]));
        case "step" -> {
          switch (Step.valueOf(parts[1])) {
            case BATCH_IN_PLACE -> words.durable.add(new ContentHash(pack));
            case VERSION_LISTED -> words.must.add(number(version));
            default -> {}
          }
        }
        default -> {}
      }
    }
    return words;
  }

  private static CacheVersion number(String text) {
    return new CacheVersion(Long.parseLong(text));
  }
}
