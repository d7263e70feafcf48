package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.CacheVersion;

/**
 * A cache version in three numbers.
 *
 * @param version its number
 * @param packs how many packs it lists, at least 0
 * @param bytes their stored bytes together; packs whose content is missing count 0
 */
public record CacheInfo(CacheVersion version, long packs, long bytes) {}
