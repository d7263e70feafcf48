package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasetoVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final long SEED = 20_261_125;

  private final PasetoVerifier verifier;

  PasetoVerifierTest() throws InvalidArgument {
    verifier =
        new PasetoVerifier(DevelopmentTokens.keys(), Optional.empty(), InstantSource.fixed(NOW));
  }

  record Accepted(String name, String token, Role role) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Refused(String name, String token, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Accepted> goodVectors() {
    return Stream.of(
        new Accepted("DEV_TOKEN_ADMIN", DevelopmentTokens.ADMIN, new Role.Admin()),
        new Accepted("DEV_TOKEN_PROJECT_1", DevelopmentTokens.PROJECT_1, project(1)),
        new Accepted(
            "DEV_SHARED_READER_TOKEN", DevelopmentTokens.SHARED_READER, new Role.SharedReader()),
        new Accepted("project 2", DevelopmentTokens.PROJECT_2, project(2)),
        new Accepted("admin with a footer", DevelopmentTokens.ADMIN_WITH_FOOTER, new Role.Admin()));
  }

  static Stream<Refused> badVectors() {
    String admin = DevelopmentTokens.ADMIN;
    String body = admin.substring("v2.public.".length());
    return Stream.of(
        new Refused("exp in 2000", DevelopmentTokens.EXPIRED_IN_2000, "expired"),
        new Refused("sub nobody", DevelopmentTokens.NOBODY, "no subject"),
        new Refused("payload {}", DevelopmentTokens.NO_CLAIMS, "no subject"),
        new Refused("earlier key, admin", DevelopmentTokens.EARLIER_ADMIN, "known key"),
        new Refused("earlier key, project", DevelopmentTokens.EARLIER_PROJECT_1, "known key"),
        new Refused("v2.local", "v2.local." + body, "form v2.public"),
        new Refused("v1.public", "v1.public." + body, "form v2.public"),
        new Refused("v4.public", "v4.public." + body, "form v2.public"),
        new Refused("three parts", admin + ".e30.e30", "too many parts"),
        new Refused("padded", admin + "==", "base64url"),
        new Refused("plain base64", admin.replace('_', '/'), "base64url"),
        new Refused("footer added", admin + ".eyJraWQiOiJkZXYifQ", "known key"),
        new Refused(
            "footer taken off",
            DevelopmentTokens.ADMIN_WITH_FOOTER.substring(
                0, DevelopmentTokens.ADMIN_WITH_FOOTER.lastIndexOf('.')),
            "known key"),
        new Refused("empty", "", "form v2.public"),
        new Refused("header alone", "v2.public.", "too short"),
        new Refused("space in front", " " + admin, "form v2.public"),
        new Refused("space behind", admin + " ", "base64url"),
        new Refused("outside ASCII", "v2.public.é" + body, "base64url"),
        new Refused("over 8192 characters", admin + ".e30" + "A".repeat(8192), "form v2.public"));
  }

  @DisplayName("auth.md §5: vectors that must be accepted")
  @ParameterizedTest
  @MethodSource("goodVectors")
  void verify_ofGoodVector_givesItsRole(Accepted vector) throws Exception {
    assertThat(verifier.verify(vector.token())).isEqualTo(vector.role());
  }

  @DisplayName("auth.md §5, I22, I23: vectors that must be rejected, without a part of the token")
  @ParameterizedTest
  @MethodSource("badVectors")
  void verify_ofBadVector_isPermissionDenied(Refused vector) {
    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> verifier.verify(vector.token()))
        .withMessageContaining(vector.why())
        .satisfies(denied -> assertThat(denied.toString()).doesNotContain("eyJ", "nobody"));
  }

  @Test
  void verify_ofEarlierVectors_holdsWithTheEarlierKey() throws Exception {
    var earlier =
        new PasetoVerifier(
            TokenKeys.readPublic(DevelopmentTokens.EARLIER_PUBLIC_PEM),
            Optional.empty(),
            InstantSource.fixed(NOW));

    assertThat(earlier.verify(DevelopmentTokens.EARLIER_ADMIN)).isEqualTo(new Role.Admin());
    assertThat(earlier.verify(DevelopmentTokens.EARLIER_PROJECT_1)).isEqualTo(project(1));
  }

  @DisplayName("I22: any vector with one character changed (every position, seed " + SEED + ")")
  @ParameterizedTest
  @MethodSource("goodVectors")
  void verify_ofMutatedVector_isPermissionDenied(Accepted vector) {
    var random = new Random(SEED);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    String token = vector.token();
    int signatureEnd = token.indexOf('.', "v2.public.".length());
    for (int i = 0; i < token.length(); i++) {
      boolean hasUnusedBits = i == token.length() - 1 || i == signatureEnd - 1;
      if (hasUnusedBits) {
        continue; // decoders ignore those bits (auth.md §5)
      }
      char other;
      do {
        other = alphabet.charAt(random.nextInt(alphabet.length()));
      } while (other == token.charAt(i));
      String mutant = token.substring(0, i) + other + token.substring(i + 1);
      assertThatExceptionOfType(PermissionDenied.class)
          .as("character %d changed", i)
          .isThrownBy(() -> verifier.verify(mutant));
    }
  }

  @DisplayName("I22: any vector cut short")
  @ParameterizedTest
  @MethodSource("goodVectors")
  void verify_ofTruncatedVector_isPermissionDenied(Accepted vector) {
    for (int length = 0; length < vector.token().length(); length++) {
      String cut = vector.token().substring(0, length);
      assertThatExceptionOfType(PermissionDenied.class)
          .as("cut to %d characters", length)
          .isThrownBy(() -> verifier.verify(cut));
    }
  }

  @DisplayName("I22: exp, nbf and iat are honoured with 60 s of skew")
  @ParameterizedTest
  @CsvSource({
    "exp, 2026-11-25T10:00:01Z, true",
    "exp, 2026-11-25T09:59:01Z, true",
    "exp, 2026-11-25T09:59:00Z, false",
    "exp, 2026-11-25T11:59:01+02:00, true",
    "exp, 2026-11-25T11:59:00+02:00, false",
    "nbf, 2026-11-25T10:01:00Z, true",
    "nbf, 2026-11-25T10:01:00.001Z, false",
    "iat, 2026-11-25T10:01:00Z, true",
    "iat, 2026-11-25T10:01:00.001Z, false",
    "iat, 0000-01-01T00:00:00Z, true",
    "exp, 9999-12-31T23:59:59-18:00, true"
  })
  void verify_ofTimes(String claim, String time, boolean accepted) throws Exception {
    String token = signed("{\"sub\":\"admin\",\"%s\":\"%s\"}".formatted(claim, time));

    assertThat(accepts(verifier, token)).isEqualTo(accepted);
  }

  @DisplayName("I22: malformed claims are refused")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"admin\",\"exp\":\"2026-11-26\"}",
        "{\"sub\":\"admin\",\"exp\":\"2027-02-30T00:00:00Z\"}",
        "{\"sub\":\"admin\",\"exp\":\"2027-01-01t00:00:00z\"}",
        "{\"sub\":\"admin\",\"exp\":\"2027-01-01T00:00:00\"}",
        "{\"sub\":\"admin\",\"exp\":\"\"}",
        "{\"sub\":\"admin\",\"exp\":null}",
        "{\"sub\":\"admin\",\"iat\":\"now\"}",
        "{\"sub\":\"admin\",\"nbf\":\"1\"}",
        "{\"sub\":\"admin\",\"exp\":4102444800}",
        "{\"sub\":\"admin\",\"other\":true}",
        "{\"sub\":\"admin\",\"other\":{}}",
        "{\"sub\":\"admin\",\"other\":[]}",
        "{\"sub\":1}",
        "{\"sub\":null}",
        "{\"sub\":\"1\",\"sub\":\"admin\"}",
        "{\"sub\":\"1\",\"su\\u0062\":\"admin\"}",
        "{\"Sub\":\"admin\"}",
        "\"admin\"",
        "[]",
        "null",
        "{\"sub\":\"admin\"}{}",
        "{\"sub\":\"admin\",}",
        "{\"sub\":\"admin\"",
        ""
      })
  void verify_ofMalformedClaims_isPermissionDenied(String payload) throws Exception {
    assertThat(accepts(verifier, signed(payload))).isFalse();
  }

  @DisplayName("I22: a subject is admin, shared-reader, or one decimal form within 63 bits")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " admin",
        "admin ",
        "Admin",
        "ADMIN",
        "admin\\u0000",
        "shared_reader",
        "+1",
        "-1",
        "-0",
        "007",
        "00",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "\\u0661",
        "9223372036854775808",
        "10000000000000000000",
        "nobody"
      })
  void verify_ofForeignSubject_isPermissionDenied(String subject) throws Exception {
    assertThat(accepts(verifier, signed("{\"sub\":\"%s\"}".formatted(subject)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
  void verify_ofDecimalSubject_isThatProject(long id) throws Exception {
    assertThat(verifier.verify(signed("{\"sub\":\"%d\"}".formatted(id)))).isEqualTo(project(id));
  }

  @Test
  void verify_ofUnknownClaims_ignoresThem() throws Exception {
    assertThat(verifier.verify(signed("{\"jti\":\"x\",\"sub\":\"admin\",\"aud\":\"other\"}")))
        .isEqualTo(new Role.Admin());
  }

  @DisplayName("I22: aud is honoured when one is configured")
  @ParameterizedTest
  @CsvSource({"'{\"sub\":\"admin\",\"aud\":\"eu\"}',true", "'{\"sub\":\"admin\"}',false"})
  void verify_withAudience(String payload, boolean accepted) throws Exception {
    var strict =
        new PasetoVerifier(DevelopmentTokens.keys(), Optional.of("eu"), InstantSource.fixed(NOW));

    assertThat(accepts(strict, signed(payload))).isEqualTo(accepted);
    assertThat(accepts(strict, signed("{\"sub\":\"admin\",\"aud\":\"us\"}"))).isFalse();
    assertThat(accepts(strict, signed("{\"sub\":\"admin\",\"aud\":null}"))).isFalse();
  }

  @Test
  void verify_withSeveralKeys_takesTheTokensOfEach() throws Exception {
    KeyPair next = TokenKeys.generate();
    var keys = List.of(DevelopmentTokens.keys().getFirst(), VerificationKey.of(next.getPublic()));
    var rotating = new PasetoVerifier(keys, Optional.empty(), InstantSource.fixed(NOW));
    var signer = new PasetoSigner(next.getPrivate());
    var claims = TokenClaims.of(project(7));

    assertThat(rotating.verify(DevelopmentTokens.ADMIN)).isEqualTo(new Role.Admin());
    assertThat(rotating.verify(signer.sign(claims, Optional.empty()))).isEqualTo(project(7));
    assertThat(rotating.verify(signer.sign(claims, Optional.of(keys.getLast().id()))))
        .isEqualTo(project(7));
    assertThat(accepts(rotating, signer.sign(claims, Optional.of(keys.getFirst().id()))))
        .as("the footer names a key that did not sign")
        .isFalse();
  }

  @DisplayName("auth.md oddity 1: an expired token is accepted only where that was asked for")
  @Test
  void verify_ofExpiredToken_whereTheyAreAccepted_tellsOfEach() throws Exception {
    var met = new ArrayList<String>();
    var tolerant =
        tolerant((role, end, fingerprint) -> met.add(role + " " + end + " " + fingerprint));

    assertThat(tolerant.verify(DevelopmentTokens.EXPIRED_IN_2000)).isEqualTo(new Role.Admin());
    assertThat(tolerant.verify(DevelopmentTokens.ADMIN)).isEqualTo(new Role.Admin());
    assertThat(met)
        .containsExactly(
            "admin 2000-01-01T00:00:00Z " + TokenFingerprint.of(DevelopmentTokens.EXPIRED_IN_2000));
  }

  @DisplayName("I22: whoever accepts expired tokens accepts nothing else along with them")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"nobody\",\"exp\":\"2000-01-01T00:00:00Z\"}",
        "{\"sub\":\"admin\",\"exp\":\"2000-01-01T00:00:00Z\",\"nbf\":\"2030-01-01T00:00:00Z\"}",
        "{\"sub\":\"admin\",\"exp\":\"long ago\"}",
        "{\"sub\":\"admin\",\"exp\":\"2000-01-01T00:00:00Z\",\"iat\":\"2030-01-01T00:00:00Z\"}"
      })
  void verify_ofBadToken_whereExpiredOnesAreAccepted_isPermissionDenied(String payload)
      throws Exception {
    var tolerant =
        tolerant(
            (_, _, _) -> {
              throw new AssertionError("it was offered as merely expired");
            });

    assertThat(accepts(tolerant, signed(payload))).isFalse();
  }

  @Test
  void verify_ofExpiredForeignToken_isPermissionDenied() throws Exception {
    var foreign =
        PasetoToken.sign(
            Blob.utf8("{\"sub\":\"admin\",\"exp\":\"2000-01-01T00:00:00Z\"}"),
            Blob.EMPTY,
            TokenKeys.generate().getPrivate());

    assertThat(accepts(tolerant((_, _, _) -> {}), foreign.text())).isFalse();
  }

  private static PasetoVerifier tolerant(ExpiredTokens expired) throws InvalidArgument {
    return new PasetoVerifier(
        DevelopmentTokens.keys(), Optional.empty(), InstantSource.fixed(NOW), expired);
  }

  @Test
  void construct_withoutKeys_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PasetoVerifier(List.of(), Optional.empty(), InstantSource.fixed(NOW)));
  }

  private static Role project(long id) {
    return new Role.Project(new ProjectId(id));
  }

  private static String signed(String payload) throws InvalidArgument {
    return PasetoToken.sign(Blob.utf8(payload), Blob.EMPTY, DevelopmentTokens.privateKey()).text();
  }

  private static boolean accepts(PasetoVerifier verifier, String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (PermissionDenied denied) {
      return false;
    }
  }
}
