package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ContentHash;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How live rows use a pack.
 *
 * @param hash of the pack
 * @param storedBytes its stored length; absent if its content is missing
 * @param path the lowest path at which it is live; absent if it is live nowhere
 * @param projects in how many projects it is live
 */
public record PackUse(
    ContentHash hash, OptionalLong storedBytes, Optional<String> path, long projects) {}
