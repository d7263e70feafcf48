package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;

/** The bytes of {@code .dl/sum.s2}: an S2 stream of one protobuf message (formats.md §5.1). */
public interface SummaryCodec {
  /** The bytes of a summary; none for one without entries. */
  Blob encode(Summary summary);

  /**
   * The summary that the bytes spell; unknown fields are skipped.
   *
   * @throws DateiLagerException.Corrupt if they are no summary
   * @throws DateiLagerException.ResourceExhausted if they spell more than the codec was made for
   *     (I21)
   */
  Summary decode(Blob bytes) throws DateiLagerException;
}
