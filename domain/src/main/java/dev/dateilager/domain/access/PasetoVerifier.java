package dev.dateilager.domain.access;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Verifies {@code v2.public} tokens by Ed25519 (auth.md §1, I22). Fails closed: a token that any
 * rule does not hold for speaks for nobody. Safe for use by many threads.
 *
 * <p>Unlike the Go server it honours {@code exp}, {@code nbf} and {@code iat} (auth.md oddity 1)
 * and takes several keys, so that keys can be rotated (oddity 4).
 */
public final class PasetoVerifier implements TokenVerifier {
  /** How far clocks may be apart. */
  public static final Duration SKEW = Duration.ofSeconds(60);

  private final List<VerificationKey> keys;
  private final Optional<String> audience;
  private final InstantSource clock;
  private final ExpiredTokens expired;

  /**
   * A verifier that refuses expired tokens.
   *
   * @param keys any of which may have signed; at least one
   * @param audience if present, tokens must name exactly it
   * @param clock tells whether a token is too old or too young
   * @throws IllegalArgumentException without a key
   */
  public PasetoVerifier(
      List<VerificationKey> keys, Optional<String> audience, InstantSource clock) {
    this(keys, audience, clock, ExpiredTokens.REFUSED);
  }

  /**
   * The same, with another answer to expired tokens.
   *
   * @param expired decides about tokens that nothing but {@code exp} speaks against
   */
  public PasetoVerifier(
      List<VerificationKey> keys,
      Optional<String> audience,
      InstantSource clock,
      ExpiredTokens expired) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a token verifier needs at least one key");
    }
    this.keys = List.copyOf(keys);
    this.audience = audience;
    this.clock = clock;
    this.expired = expired;
  }

  @Override
  public Role verify(String token) throws PermissionDenied {
    TokenClaims claims;
    try {
      PasetoToken parsed = PasetoToken.parse(token);
      if (candidates(parsed.footer()).stream().noneMatch(key -> parsed.isSignedBy(key.key()))) {
        throw new PermissionDenied("token is not signed by a known key");
      }
      claims = TokenClaims.parse(parsed.payload()); // not before the signature holds
    } catch (InvalidArgument malformed) {
      throw new PermissionDenied("refused: " + malformed.getMessage(), malformed);
    }
    Instant now = clock.instant();
    checkBeginning(claims, now);
    if (audience.isPresent() && !claims.audience().equals(audience)) {
      throw new PermissionDenied("token is for another audience");
    }
    Optional<Role> role = claims.role();
    if (role.isEmpty()) {
      throw new PermissionDenied("token has no subject with a role");
    }
    Optional<Instant> end = claims.expiresAt().filter(time -> !now.isBefore(later(time)));
    if (end.isPresent()) { // last, so that nothing else can be accepted along with it
      expired.met(role.get(), end.get(), TokenFingerprint.of(token));
    }
    return role.get();
  }

  private static void checkBeginning(TokenClaims claims, Instant now) throws PermissionDenied {
    Instant soon = now.plus(SKEW);
    if (claims.notBefore().filter(soon::isBefore).isPresent()) {
      throw new PermissionDenied("token is not valid yet");
    }
    if (claims.issuedAt().filter(soon::isBefore).isPresent()) {
      throw new PermissionDenied("token was issued in the future");
    }
  }

  private static Instant later(Instant end) {
    return end.plus(SKEW); // cannot overflow: a claim's year has four digits
  }

  /**
   * The key that the footer names, if it names one of ours; else all. The footer only saves work:
   * whatever it says, one of our keys must have signed, footer included.
   */
  private List<VerificationKey> candidates(Blob footer) {
    Optional<String> named = keyId(footer);
    List<VerificationKey> matching =
        keys.stream().filter(key -> named.equals(Optional.of(key.id()))).toList();
    return matching.isEmpty() ? keys : matching;
  }

  private static Optional<String> keyId(Blob footer) {
    try {
      return footer.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(FlatJson.parse(footer.shared()).get("kid"));
    } catch (InvalidArgument notOurs) {
      return Optional.empty(); // a footer may be anything (auth.md §1)
    }
  }
}
