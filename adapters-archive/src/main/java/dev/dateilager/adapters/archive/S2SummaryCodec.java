package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.s2.S2;
import dev.dateilager.adapters.archive.s2.S2FormatException;
import dev.dateilager.adapters.archive.summary.SummaryMessage;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryCodec;

/** The bytes of {@code .dl/sum.s2}, readable and writable by either side (formats.md §5.1). */
public final class S2SummaryCodec implements SummaryCodec {
  /** Least bytes to count for an entry: so much would its memory be worth, without its path. */
  private static final int ENTRY_BYTES = 64;

  private final long maxBytes;

  /**
   * A codec. To decode takes about eight times {@code maxBytes} of memory at most, whatever the
   * bytes declare.
   *
   * @param maxBytes most decoded bytes of a summary to accept, an entry counting for at least 64 of
   *     them (I21)
   */
  public S2SummaryCodec(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public Blob encode(Summary summary) {
    return summary.entries().isEmpty()
        ? Blob.EMPTY
        : Blob.owned(S2.compress(SummaryMessage.encode(summary)));
  }

  @Override
  public Summary decode(Blob bytes) throws DateiLagerException {
    try {
      return SummaryMessage.decode(S2.decompress(bytes.shared(), maxBytes), maxBytes / ENTRY_BYTES);
    } catch (S2FormatException bad) {
      throw Faults.ofReading(bad);
    }
  }
}
