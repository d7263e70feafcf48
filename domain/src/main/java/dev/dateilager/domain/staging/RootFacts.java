package dev.dateilager.domain.staging;

import java.util.Optional;

/**
 * How files get from the store to a directory in which placements are made.
 *
 * @param root the directory
 * @param fileSystem the kind of its file system; empty if unknown
 * @param trouble why nothing could be tried; absent if it could
 * @param noLink what stands in the way of links; absent if nothing does
 * @param noClone what stands in the way of clones; absent if nothing does
 */
public record RootFacts(
    NodePath root,
    String fileSystem,
    Optional<String> trouble,
    Optional<Obstacle> noLink,
    Optional<Obstacle> noClone) {}
