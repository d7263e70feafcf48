package dev.dateilager.app.config;

import dev.dateilager.domain.access.PasetoVerifier;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.access.VerificationKey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Checks tokens with the keys of a file that may change: a key that was added is believed, one that
 * was taken away is not, from the next call on. Safe for use by many threads.
 */
public final class RenewedVerifier implements TokenVerifier {
  private final ServingIdentity identity;
  private final InstantSource clock;
  private volatile PasetoVerifier current;

  /** Begins with the keys that the identity was found with. */
  public RenewedVerifier(ServingIdentity identity, InstantSource clock) {
    this.identity = identity;
    this.clock = clock;
    this.current = with(identity.keys());
  }

  private PasetoVerifier with(List<VerificationKey> keys) {
    return new PasetoVerifier(keys, Optional.empty(), clock, identity.expired());
  }

  /**
   * Takes the keys that are in the file now.
   *
   * @throws DateiLagerException if it cannot be read, or holds anything but keys, or none; the
   *     former keys stay
   */
  public void renew() throws DateiLagerException {
    current = with(TokenKeys.readPublic(PrivateFiles.read(identity.keyFile(), "token keys")));
  }

  @Override
  public Role verify(String token) throws PermissionDenied {
    return current.verify(token);
  }
}
