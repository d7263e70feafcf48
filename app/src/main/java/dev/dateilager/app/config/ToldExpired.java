package dev.dateilager.app.config;

import dev.dateilager.app.logging.Log;
import dev.dateilager.domain.access.ExpiredTokens;
import dev.dateilager.domain.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Accepts expired tokens, and says so: of each token at its first call and then once an hour. Tells
 * tokens apart by their fingerprints alone (I23). Safe for use by many threads.
 */
public final class ToldExpired implements ExpiredTokens {
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final int MOST_REMEMBERED = 1_000;

  private final Log log;
  private final InstantSource clock;

  /** When each was last told of; guarded by itself. The longest known goes first. */
  private final Map<String, Instant> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Says at once that expired tokens will be accepted. */
  public ToldExpired(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    log.warn(
        "expired tokens are accepted (--accept-expired-tokens): whoever ever got one may use it"
            + " for ever; give new tokens out and drop the flag");
  }

  @Override
  public void met(Role role, Instant expiredAt, String fingerprint) {
    Instant now = clock.instant();
    synchronized (told) {
      Instant last = told.get(fingerprint);
      if (last != null && now.isBefore(last.plus(AGAIN))) {
        return;
      }
      told.put(fingerprint, now);
    }
    log.warn(
        "accepted an expired token",
        "subject",
        role.toString(),
        "expired_at",
        expiredAt.toString(),
        "token_fingerprint",
        fingerprint);
  }
}
