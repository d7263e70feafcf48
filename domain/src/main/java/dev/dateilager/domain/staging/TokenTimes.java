package dev.dateilager.domain.staging;

import java.time.Instant;
import java.util.Optional;

/**
 * What the daemon's own token says of its life.
 *
 * @param issued when it was made; absent if it does not say
 * @param expires when it ends; absent if it never does
 */
public record TokenTimes(Optional<Instant> issued, Optional<Instant> expires) {
  /** Says nothing. */
  public static final TokenTimes UNKNOWN = new TokenTimes(Optional.empty(), Optional.empty());
}
