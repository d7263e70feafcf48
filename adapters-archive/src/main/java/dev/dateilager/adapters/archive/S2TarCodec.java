package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.s2.S2;
import dev.dateilager.adapters.archive.s2.S2FormatException;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.workspace.PackOpener;

/** S2 streams and S2_TARs as formats.md §1 and §3 have them. Safe for use by many threads. */
public final class S2TarCodec implements PackCodec, PackOpener {
  private final Limits limits;

  /** A codec that reads within {@code limits}. */
  public S2TarCodec(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Blob compress(Blob plain) {
    return Blob.owned(S2.compress(plain.shared()));
  }

  @Override
  public Blob decompress(Blob stored, long maxBytes) throws DateiLagerException {
    try {
      return Blob.owned(S2.decompress(stored.shared(), maxBytes));
    } catch (S2FormatException bad) {
      throw Faults.ofReading(bad);
    }
  }

  @Override
  public EntryReader open(Blob packed) {
    return new S2TarReader(packed, limits);
  }

  @Override
  public PackWriter create() {
    return new S2TarWriter();
  }
}
