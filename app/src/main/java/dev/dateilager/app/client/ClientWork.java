package dev.dateilager.app.client;

/**
 * How much a client does at once.
 *
 * @param workers messages unpacked, or packs taken from a cache, at a time; at least 1
 * @param maxMessageBytes longest message, and so largest file that an update sends
 */
public record ClientWork(int workers, int maxMessageBytes) {}
