package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.LinkMode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a {@code cached} did when it was asked to place its golden copy. Only the version is sure:
 * old daemons tell nothing else.
 *
 * @param version which was placed; absent if the daemon's server had no cache
 * @param mode the weakest way used
 * @param linked files linked
 * @param cloned files cloned
 * @param copied files copied
 * @param why obstacles and how many files each concerned, such as {@code other-mount=3}; empty if
 *     there were none, or none were told
 */
public record Populated(
    Optional<CacheVersion> version,
    Optional<LinkMode> mode,
    OptionalLong linked,
    OptionalLong cloned,
    OptionalLong copied,
    String why) {}
