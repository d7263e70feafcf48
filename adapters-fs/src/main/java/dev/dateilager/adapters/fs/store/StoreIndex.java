package dev.dateilager.adapters.fs.store;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What stands whole and durable in the store, in memory. Only what is on disk already is entered.
 *
 * @param packs how much each holds
 * @param generations newest first
 */
record StoreIndex(
    Map<ContentHash, GoldenSize> packs,
    ConcurrentSkipListMap<CacheVersion, GoldenCopy> generations) {
  StoreIndex() {
    this(new ConcurrentHashMap<>(), new ConcurrentSkipListMap<>(Comparator.reverseOrder()));
  }

  Set<CacheVersion> versions() {
    return Collections.unmodifiableSet(generations.keySet());
  }
}
