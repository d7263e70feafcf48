package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.EntryReader;

/** Reads the S2_TAR of a message within the limits of R9 (formats.md §3). Safe for many threads. */
@FunctionalInterface
public interface PackOpener {
  /** The entries; no bytes at all read as no entries. */
  EntryReader open(Blob packed);
}
