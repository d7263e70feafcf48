package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;

/**
 * What a preparation came to.
 *
 * @param outcome which of the cases it was
 * @param golden what is placed from now on
 * @param packs packs that were unpacked
 * @param entries their entries; 0 when every pack was there already
 * @param bytes compressed bytes of the packs that came
 * @param failure why the server's version is not held; present only with {@link Outcome#STALE}, and
 *     not if the server simply has no cache any more
 */
public record PrepareReport(
    Outcome outcome,
    GoldenCopy golden,
    long packs,
    long entries,
    long bytes,
    Optional<DateiLagerException> failure) {
  /** The cases of a preparation that leaves something to place. */
  public enum Outcome {
    /** The version was downloaded, all or the part that was missing. */
    DOWNLOADED,
    /** The version stood in the store already. */
    PRESENT,
    /** The server has no cache and neither has the disk: an empty golden copy is placed. */
    NO_CACHE,
    /** The newest version on disk (or the wanted one) is placed without the server's word. */
    STALE
  }

  /** Whether the server did not confirm what is held. */
  public boolean stale() {
    return outcome == Outcome.STALE;
  }
}
