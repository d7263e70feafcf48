package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;

/** Turns a token into the role it speaks for; the only source of authority (I22). */
public interface TokenVerifier {
  /**
   * Verifies signature, times and claims, failing closed.
   *
   * @param token the token alone, as it stood after {@code Bearer }
   * @throws PermissionDenied if anything about it is wrong; the message holds no part of it (I23)
   */
  Role verify(String token) throws PermissionDenied;
}
