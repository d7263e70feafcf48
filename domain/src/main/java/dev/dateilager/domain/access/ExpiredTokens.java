package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.time.Instant;

/** What becomes of a token whose time is over, and of which everything else holds. */
@FunctionalInterface
public interface ExpiredTokens {
  /** It speaks for nobody: the rule (I22). */
  ExpiredTokens REFUSED =
      (_, _, _) -> {
        throw new PermissionDenied("token has expired");
      };

  /**
   * Returns if the token is to be accepted all the same, for fleets of a time when nobody looked at
   * {@code exp} (auth.md oddity 1). Called for each call that such a token makes.
   *
   * @param role whom it speaks for
   * @param expiredAt when its time was over
   * @param fingerprint {@link TokenFingerprint} of it, the only thing to tell it by (I23)
   * @throws PermissionDenied to refuse it
   */
  void met(Role role, Instant expiredAt, String fingerprint) throws PermissionDenied;
}
