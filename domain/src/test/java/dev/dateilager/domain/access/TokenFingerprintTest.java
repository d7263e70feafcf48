package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TokenFingerprintTest {
  @DisplayName("I23: the first 8 hex of the token's SHA-256")
  @Test
  void of_isThePrefixOfTheHash() {
    assertThat(TokenFingerprint.of("abc")).isEqualTo("ba7816bf");
  }
}
