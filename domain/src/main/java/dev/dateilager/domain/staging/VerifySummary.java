package dev.dateilager.domain.staging;

/**
 * What reading every golden file again came to.
 *
 * @param packs packs read
 * @param files regular files read
 * @param bytes bytes of all of them
 * @param findings how many differ from their manifests
 * @param repaired packs put aside and fetched again
 */
public record VerifySummary(long packs, long files, long bytes, long findings, long repaired) {}
