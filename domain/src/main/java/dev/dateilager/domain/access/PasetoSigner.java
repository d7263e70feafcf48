package dev.dateilager.domain.access;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;

/** Makes {@code v2.public} tokens (auth.md §1). Safe for use by many threads. */
public final class PasetoSigner {
  private final PrivateKey key;

  /**
   * @param key an Ed25519 private key, as {@link TokenKeys#readPrivate} gives it
   */
  public PasetoSigner(PrivateKey key) {
    this.key = key;
  }

  /**
   * A token that says {@code claims}. Equal claims give equal tokens.
   *
   * @param keyId named in the footer, so that a verifier with several keys asks one; absent for no
   *     footer
   * @throws IllegalArgumentException if the subject has no role, the claims are too long, or a time
   *     is beyond the year 9999: no verifier would accept the token
   */
  public String sign(TokenClaims claims, Optional<String> keyId) {
    if (claims.role().isEmpty()) {
      throw new IllegalArgumentException(
          "the subject of a token is 'admin', 'shared-reader' or a project's number");
    }
    Blob payload = claims.payload();
    try {
      TokenClaims.parse(payload);
    } catch (InvalidArgument unreadable) { // too long, or a year that RFC 3339 cannot say
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
    Blob footer = keyId.map(id -> Blob.utf8(FlatJson.write(Map.of("kid", id)))).orElse(Blob.EMPTY);
    return PasetoToken.sign(payload, footer, key).text();
  }
}
