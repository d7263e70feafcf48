package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.PrepareReport;
import java.util.Optional;

/**
 * What a {@code cached} says that a refresh came to.
 *
 * @param outcome which of the cases it was
 * @param version what is placed from now on; that of {@link GoldenCopy#NO_CACHE} if its server has
 *     none
 * @param packs packs that were unpacked
 * @param downloadedBytes compressed bytes of the packs that came
 * @param failure why the server's version is not held; absent if it is
 */
public record Refreshed(
    PrepareReport.Outcome outcome,
    CacheVersion version,
    long packs,
    long downloadedBytes,
    Optional<String> failure) {}
