package dev.dateilager.domain.model;

import java.util.Optional;

/**
 * An object as {@code Get} tells of it (wire.md §4).
 *
 * @param path as received
 * @param mode as received
 * @param size uncompressed bytes; 0 when deleted
 * @param deleted whether it went away in the range
 * @param content absent when deleted, or left out for its size
 */
public record ListedObject(
    String path, FileMode mode, long size, boolean deleted, Optional<Blob> content) {}
