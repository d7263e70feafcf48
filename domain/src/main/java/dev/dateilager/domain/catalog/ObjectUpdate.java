package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.FileMode;
import java.util.Optional;

/**
 * One message of an update as it came (wire.md §4), not checked yet.
 *
 * @param path as sent
 * @param mode as sent
 * @param size what the client says; stored without comparing it
 * @param deleted whether exactly this path is to go; mode, size and content mean nothing then
 * @param content file bytes or link text; absent is the same as none
 */
public record ObjectUpdate(
    String path, FileMode mode, long size, boolean deleted, Optional<Blob> content) {}
