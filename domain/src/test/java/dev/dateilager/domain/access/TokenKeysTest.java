package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenKeysTest {
  @Test
  void write_ofWhatWasRead_givesTheSameText() throws Exception {
    assertThat(TokenKeys.write(DevelopmentTokens.keys().getFirst().key()))
        .isEqualTo(DevelopmentTokens.PUBLIC_PEM);
    assertThat(TokenKeys.write(DevelopmentTokens.privateKey()))
        .isEqualTo(DevelopmentTokens.PRIVATE_PEM);
  }

  @Test
  void generate_givesAPairThatSignsAndVerifies() throws Exception {
    KeyPair pair = TokenKeys.generate();
    var signer = new PasetoSigner(TokenKeys.readPrivate(TokenKeys.write(pair.getPrivate())));
    var keys = TokenKeys.readPublic(TokenKeys.write(pair.getPublic()));
    String token = signer.sign(TokenClaims.of(new Role.Admin()), Optional.empty());

    assertThat(PasetoToken.parse(token).isSignedBy(keys.getFirst().key())).isTrue();
    assertThat(PasetoToken.parse(token).isSignedBy(DevelopmentTokens.keys().getFirst().key()))
        .isFalse();
  }

  @DisplayName("auth.md oddity 4: several blocks, with text around them and Windows line ends")
  @Test
  void readPublic_ofSeveralBlocks_givesThemInOrder() throws Exception {
    String text =
        "old\n" + DevelopmentTokens.EARLIER_PUBLIC_PEM + "new\n" + DevelopmentTokens.PUBLIC_PEM;

    assertThat(TokenKeys.readPublic(text.replace("\n", "\r\n")))
        .hasSize(2)
        .last()
        .isEqualTo(DevelopmentTokens.keys().getFirst());
  }

  @Test
  void id_isFixedByTheKey() throws Exception {
    assertThat(DevelopmentTokens.keys().getFirst().id()).matches("[0-9a-f]{16}");
    assertThat(VerificationKey.of(DevelopmentTokens.keys().getFirst().key()))
        .isEqualTo(DevelopmentTokens.keys().getFirst());
  }

  @DisplayName("I23: no message holds a part of what was read")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MCowBQYDK2VwAyEAHrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI=",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMCowB\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMCow!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMCow",
        "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PRIVATE KEY-----",
        DevelopmentTokens.PRIVATE_PEM,
        DevelopmentTokens.PUBLIC_PEM + DevelopmentTokens.PRIVATE_PEM,
        DevelopmentTokens.PUBLIC_PEM + "-----BEGIN PUBLIC KEY-----\nMCow"
      })
  void readPublic_ofSomethingElse_isInvalid(String text) {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> TokenKeys.readPublic(text))
        .withMessageNotContaining("MC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        DevelopmentTokens.PUBLIC_PEM,
        DevelopmentTokens.PRIVATE_PEM + DevelopmentTokens.PRIVATE_PEM,
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----"
      })
  void readPrivate_ofSomethingElse_isInvalid(String text) {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> TokenKeys.readPrivate(text))
        .withMessageNotContaining("MC");
  }

  @Test
  void readPublic_ofAnotherAlgorithm_isInvalid() throws GeneralSecurityException {
    byte[] der = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
    String text =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----"
            .formatted(Base64.getMimeEncoder().encodeToString(der));

    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> TokenKeys.readPublic(text))
        .withMessageContaining("Ed25519");
  }
}
