package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.ContentHash;

/**
 * Something of a golden copy that is not what its manifest says.
 *
 * @param pack the pack it belongs to
 * @param path below the pack's own directory; empty for the pack as a whole
 * @param what what was found, such as {@code is missing} or {@code has other bytes}
 */
public record Finding(ContentHash pack, String path, String what) {}
