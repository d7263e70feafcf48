package dev.dateilager.domain.staging;

/**
 * What is free on the store's file system for the daemon's user.
 *
 * @param bytes at least 0
 * @param inodes at least 0; {@link Long#MAX_VALUE} where the file system makes them as it needs
 *     them
 */
public record StoreSpace(long bytes, long inodes) {}
