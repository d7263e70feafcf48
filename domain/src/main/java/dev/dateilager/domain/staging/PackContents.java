package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.EntryReader;

/** Reads the S2_TAR of a pack within the limits of R9 (formats.md §3). Safe for many threads. */
@FunctionalInterface
public interface PackContents {
  /** The entries; no bytes at all read as no entries. The caller closes the reader. */
  EntryReader open(Blob packed);
}
