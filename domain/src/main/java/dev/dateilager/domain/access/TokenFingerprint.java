package dev.dateilager.domain.access;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;

/** The only thing about a token that a log may hold, verified or not (I23). */
public final class TokenFingerprint {
  private static final int DIGITS = 8;

  private TokenFingerprint() {}

  /** The first 8 hexadecimal digits of the token's SHA-256. */
  public static String of(String token) {
    return ContentHash.of(Blob.utf8(token)).hex().substring(0, DIGITS);
  }
}
