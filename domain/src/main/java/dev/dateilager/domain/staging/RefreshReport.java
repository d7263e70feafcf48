package dev.dateilager.domain.staging;

/**
 * What a refresh came to.
 *
 * @param prepared what is placed from now on, and how that came
 * @param downloadedBytes compressed bytes of the packs that came
 */
public record RefreshReport(PrepareReport prepared, long downloadedBytes) {}
