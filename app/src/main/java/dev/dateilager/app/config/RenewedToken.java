package dev.dateilager.app.config;

import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.staging.TokenTimes;

/**
 * The token of a process that lives longer than a token: read again for each call, so that a file
 * that is replaced in time is enough. While the file cannot be read the last token is used. Safe
 * for use by many threads.
 */
public final class RenewedToken {
  private final Surroundings surroundings;
  private volatile Secret last;

  private RenewedToken(Surroundings surroundings, Secret first) {
    this.surroundings = surroundings;
    this.last = first;
  }

  /**
   * The token that {@link TokenSource#find} finds, from now on.
   *
   * @throws DateiLagerException if there is none at first
   */
  public static RenewedToken find(Surroundings surroundings) throws DateiLagerException {
    return new RenewedToken(surroundings, new Secret(TokenSource.find(surroundings)));
  }

  /** The token itself. */
  public String value() {
    try {
      last = new Secret(TokenSource.find(surroundings));
    } catch (DateiLagerException _) {
      // it is being replaced, or gone: the server tells whether the last one still holds
    }
    return last.value();
  }

  /** What it says of its life; nothing of a token of another kind. */
  public TokenTimes times() {
    try {
      TokenClaims claims = TokenClaims.unverified(value());
      return new TokenTimes(claims.issuedAt(), claims.expiresAt());
    } catch (InvalidArgument _) {
      return TokenTimes.UNKNOWN;
    }
  }

  /** Never the token (I23). */
  @Override
  public String toString() {
    return "RenewedToken[…]";
  }
}
