package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.app.request.Identity;
import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenFingerprint;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.access.VerificationKey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewedVerifierTest {
  private static final KeyPair OLD = TokenKeys.generate();
  private static final KeyPair NEXT = TokenKeys.generate();

  private final Path data;
  private final Path keys;
  private final ServingIdentity identity;
  private final RenewedVerifier verifier;

  RenewedVerifierTest(@TempDir Path data) throws Exception {
    this.data = data;
    this.keys = Files.writeString(data.resolve("tokens.pub"), TokenKeys.write(OLD.getPublic()));
    this.identity = identity();
    this.verifier = new RenewedVerifier(identity, InstantSource.system());
  }

  private ServingIdentity identity() throws DateiLagerException {
    return ServingIdentity.of(
        new Identity(Optional.empty(), Optional.empty(), Optional.of(keys), Optional.of(data)),
        "server",
        new Surroundings(Map.of("DL_ENV", "test"), data, false),
        InstantSource.system());
  }

  private static String token(KeyPair by, boolean named) {
    return new PasetoSigner(by.getPrivate())
        .sign(
            TokenClaims.of(new Role.Admin()),
            named ? Optional.of(VerificationKey.of(by.getPublic()).id()) : Optional.empty());
  }

  private boolean accepts(String token) {
    try {
      return verifier.verify(token) instanceof Role.Admin;
    } catch (PermissionDenied refused) {
      return false;
    }
  }

  @DisplayName("I22: keys rotate without a restart: both for a while, then the new one alone")
  @Test
  void renew_takesWhatIsInTheFile() throws Exception {
    assertThat(accepts(token(OLD, false))).isTrue();
    assertThat(accepts(token(NEXT, true))).isFalse();

    Files.writeString(keys, TokenKeys.write(OLD.getPublic()) + TokenKeys.write(NEXT.getPublic()));
    verifier.renew();
    for (boolean named : new boolean[] {true, false}) {
      assertThat(accepts(token(OLD, named))).isTrue();
      assertThat(accepts(token(NEXT, named))).isTrue();
    }

    Files.writeString(keys, TokenKeys.write(NEXT.getPublic()));
    verifier.renew();
    assertThat(accepts(token(OLD, false))).isFalse();
    assertThat(accepts(token(NEXT, false))).isTrue();
  }

  @DisplayName("I22, I23: a broken file changes nothing, and is not quoted")
  @Test
  void renew_ofABrokenFile_keepsTheFormerKeys() throws Exception {
    String half = TokenKeys.write(NEXT.getPublic()).substring(0, 60);
    for (String broken : List.of("", "secret", half, TokenKeys.write(NEXT.getPrivate()))) {
      Files.writeString(keys, broken);
      assertThatThrownBy(verifier::renew)
          .isInstanceOf(DateiLagerException.class)
          .hasMessageNotContaining("secret");
    }
    Files.delete(keys);
    assertThatThrownBy(verifier::renew)
        .isInstanceOf(DateiLagerException.NotFound.class)
        .hasMessageContaining(keys.toString());
    assertThat(accepts(token(OLD, false))).isTrue();
  }

  private static String expired() {
    Instant now = Instant.now();
    return new PasetoSigner(OLD.getPrivate())
        .sign(
            new TokenClaims(
                Optional.of("admin"),
                Optional.empty(),
                Optional.of(now.minus(Duration.ofDays(1))),
                Optional.empty(),
                Optional.empty()),
            Optional.empty());
  }

  @DisplayName("auth.md oddity 1: expired tokens are refused, or accepted and told of")
  @Test
  void expiredTokens_areAcceptedOnlyAndLoudlyWhereAsked() throws Exception {
    String token = expired();
    assertThat(accepts(token)).isFalse();

    var logged = new Logged();
    var tolerant =
        new RenewedVerifier(
            identity.withExpired(new ToldExpired(logged.log(), InstantSource.system())),
            InstantSource.system());
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .contains("\"level\":\"warn\"")
        .contains("--accept-expired-tokens");

    for (int call = 0; call < 3; call++) {
      assertThat(tolerant.verify(token)).isEqualTo(new Role.Admin());
    }
    assertThat(logged.lines())
        .as("once, not at every call")
        .singleElement()
        .asString()
        .contains("accepted an expired token")
        .contains("\"subject\":\"admin\"")
        .contains(TokenFingerprint.of(token))
        .doesNotContain(token.substring(0, 20)); // I23

    tolerant.renew(); // the answer stays
    assertThat(tolerant.verify(token)).isEqualTo(new Role.Admin());
  }
}
