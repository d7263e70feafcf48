package dev.dateilager.adapters.postgres;

/**
 * What an export holds, or an import brought.
 *
 * @param projects rows of projects
 * @param objects rows of objects, of all versions
 * @param contents rows of contents
 * @param contentBytes the bytes of those, as they are stored
 * @param caches cache versions
 */
public record TransferReport(
    long projects, long objects, long contents, long contentBytes, long caches) {}
