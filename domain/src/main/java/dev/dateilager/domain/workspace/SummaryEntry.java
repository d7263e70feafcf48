package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import java.util.Optional;

/**
 * What a summary remembers of one path, or a scan found there (formats.md §5.1).
 *
 * @param path relative to the root; an empty directory's ends in a slash
 * @param mode Go mode; exactly {@code 0x08000000} for links, exactly {@code 0x80000000} for empty
 *     directories
 * @param modTimeNanos modification time in nanoseconds since the epoch
 * @param size bytes; 0 for links and directories
 * @param inode 0 where unknown
 * @param hash SHA-256 of the content; present exactly where the time is the summary's latest
 */
public record SummaryEntry(
    String path,
    FileMode mode,
    long modTimeNanos,
    long size,
    long inode,
    Optional<ContentHash> hash) {}
