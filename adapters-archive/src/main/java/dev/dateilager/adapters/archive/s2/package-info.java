/**
 * S2 compression: blocks and streams, as {@code docs/spec/s2.md} describes them.
 *
 * <p>{@link dev.dateilager.adapters.archive.s2.S2} is for whole arrays, {@link
 * dev.dateilager.adapters.archive.s2.S2InputStream} and {@link
 * dev.dateilager.adapters.archive.s2.S2OutputStream} are for what does not fit into one. Streams
 * are never seeked, so index chunks are neither read nor written.
 */
@NullMarked
package dev.dateilager.adapters.archive.s2;

import org.jspecify.annotations.NullMarked;
