package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PasetoSignerTest {
  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");

  private final PasetoSigner signer;

  PasetoSignerTest() throws InvalidArgument {
    signer = new PasetoSigner(DevelopmentTokens.privateKey());
  }

  @DisplayName("auth.md §5: signing reproduces each vector byte for byte")
  @Test
  void sign_reproducesTheVectors() {
    var admin = TokenClaims.of(new Role.Admin());

    assertThat(signer.sign(admin, Optional.empty())).isEqualTo(DevelopmentTokens.ADMIN);
    assertThat(signer.sign(project(1), Optional.empty())).isEqualTo(DevelopmentTokens.PROJECT_1);
    assertThat(signer.sign(project(2), Optional.empty())).isEqualTo(DevelopmentTokens.PROJECT_2);
    assertThat(signer.sign(TokenClaims.of(new Role.SharedReader()), Optional.empty()))
        .isEqualTo(DevelopmentTokens.SHARED_READER);
    assertThat(signer.sign(admin, Optional.of("dev")))
        .isEqualTo(DevelopmentTokens.ADMIN_WITH_FOOTER);
    assertThat(signer.sign(expiring(YEAR_2000), Optional.empty()))
        .isEqualTo(DevelopmentTokens.EXPIRED_IN_2000);
  }

  @Test
  void unverified_readsBackWhatWasSigned() throws Exception {
    var claims =
        new TokenClaims(
            Optional.of("12"),
            Optional.of("a \"quoted\\ \n audience ä€😀"),
            Optional.of(YEAR_2000),
            Optional.of(YEAR_2000.plusNanos(1)),
            Optional.of(YEAR_2000.plusMillis(34)));

    assertThat(TokenClaims.unverified(signer.sign(claims, Optional.of("k")))).isEqualTo(claims);
  }

  @Test
  void unverified_ofNobodysToken_showsTheClaims() throws Exception {
    TokenClaims claims = TokenClaims.unverified(DevelopmentTokens.EARLIER_ADMIN);

    assertThat(claims.subject()).contains("admin");
    assertThat(claims.issuedAt()).contains(Instant.parse("2021-10-15T11:20:00.034Z"));
    assertThat(TokenClaims.unverified(DevelopmentTokens.NOBODY).role()).isEmpty();
  }

  @DisplayName("I23: what is no token is refused without quoting it")
  @Test
  void unverified_ofSomethingElse_isInvalid() {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> TokenClaims.unverified("secret"))
        .withMessageNotContaining("secret");
  }

  @Test
  void sign_ofWhatNobodyWouldAccept_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(subject(Optional.of("nobody")), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(subject(Optional.empty()), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(expiring(Instant.MAX), Optional.empty()))
        .withMessageContaining("'exp'");
    assertThatIllegalArgumentException().isThrownBy(() -> project(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                signer.sign(
                    new TokenClaims(
                        Optional.of("1"),
                        Optional.of("a".repeat(4096)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    Optional.empty()))
        .withMessageContaining("4096");
  }

  private static TokenClaims project(long id) {
    return TokenClaims.of(new Role.Project(new ProjectId(id)));
  }

  private static TokenClaims expiring(Instant when) {
    return new TokenClaims(
        Optional.of("admin"),
        Optional.empty(),
        Optional.of(when),
        Optional.empty(),
        Optional.empty());
  }

  private static TokenClaims subject(Optional<String> subject) {
    return new TokenClaims(
        subject, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
