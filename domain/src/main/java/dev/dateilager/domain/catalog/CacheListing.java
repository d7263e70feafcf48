package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ContentHash;
import java.util.List;

/**
 * A cache version with its packs.
 *
 * @param info version, count and bytes
 * @param hashes every hash the version lists, in the order of the store, without duplicates
 */
public record CacheListing(CacheInfo info, List<ContentHash> hashes) {
  /** Copies the list. */
  public CacheListing {
    hashes = List.copyOf(hashes);
  }
}
