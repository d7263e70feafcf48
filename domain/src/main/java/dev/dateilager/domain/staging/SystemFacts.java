package dev.dateilager.domain.staging;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node's kernel lets its daemon do.
 *
 * @param raceProof whether files are reached by descriptors; if not, only while nobody else changes
 *     the directories (threats.md §7)
 * @param fileSystem the kind of the store's file system, such as {@code ext4}; empty if unknown
 * @param linkLimit names that a file may have there (F10); absent if there is no limit that is ever
 *     met, or it is not known
 * @param protectedHardlinks {@code fs.protected_hardlinks} (F12); absent if it cannot be read
 * @param linksAnyFile whether this process may link files of other users all the same
 */
public record SystemFacts(
    boolean raceProof,
    String fileSystem,
    OptionalLong linkLimit,
    Optional<Boolean> protectedHardlinks,
    boolean linksAnyFile) {}
