package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Environment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurroundingsTest {
  private static Surroundings with(Map<String, String> variables) {
    return new Surroundings(variables, Path.of("/home/u"), false);
  }

  @Test
  void environment_isProductionUnlessSaid() throws Exception {
    assertThat(with(Map.of()).environment()).isEqualTo(Environment.PROD);
    assertThat(with(Map.of("DL_ENV", "")).environment()).isEqualTo(Environment.PROD);
    assertThat(with(Map.of("DL_ENV", "Dev")).environment()).isEqualTo(Environment.DEV);
  }

  @Test
  void environment_refusesOtherNames() {
    assertThatThrownBy(() -> with(Map.of("DL_ENV", "staging")).environment())
        .isInstanceOf(InvalidArgument.class)
        .hasMessage("DL_ENV must be dev, test or prod, is 'staging'");
  }

  @ParameterizedTest
  @CsvSource({"7,7", "0,5", "-1,5", "x,5", "'',5", "11,5", "99999999999,5", "' 7',5"})
  void positive_ignoresWhatIsNoSuchNumber(String text, int expected) {
    assertThat(with(Map.of("N", text)).positive("N", 5, 10)).isEqualTo(expected);
  }

  @Test
  void messageSize_isInMebibytes() {
    assertThat(with(Map.of()).maxMessageBytes()).isEqualTo(400 << 20);
    assertThat(with(Map.of("DL_MAX_MESSAGE_SIZE_MB", "3")).maxMessageBytes()).isEqualTo(3 << 20);
    assertThat(with(Map.of("DL_MAX_MESSAGE_SIZE_MB", "2048")).maxMessageBytes())
        .isEqualTo(400 << 20);
  }

  @Test
  void callsPerRole_areAThousandUnlessTold() {
    assertThat(with(Map.of()).callsPerRole()).isEqualTo(1000);
    assertThat(with(Map.of("DL_MAX_CALLS_PER_ROLE", "7")).callsPerRole()).isEqualTo(7);
  }

  @Test
  void workers_areAtLeastOne() {
    assertThat(with(Map.of("DL_WRITE_WORKERS", "0")).workers()).isPositive();
    assertThat(with(Map.of("DL_WRITE_WORKERS", "3")).workers()).isEqualTo(3);
  }

  @Test
  void dataDirectory_followsTheUser() {
    assertThat(with(Map.of("XDG_DATA_HOME", "/data")).dataDirectory())
        .isEqualTo(Path.of("/data/dateilager"));
    assertThat(with(Map.of()).dataDirectory())
        .isEqualTo(Path.of("/home/u/.local/share/dateilager"));
    assertThat(with(Map.of("XDG_DATA_HOME", "relative")).dataDirectory())
        .isEqualTo(Path.of("/home/u/.local/share/dateilager"));
    assertThat(new Surroundings(Map.of(), Path.of("/root"), true).dataDirectory())
        .isEqualTo(Path.of("/var/lib/dateilager"));
  }

  @Test
  void skippingVerification_needsDevelopment() throws Exception {
    assertThat(with(Map.of("DL_SKIP_SSL_VERIFICATION", "1", "DL_ENV", "dev")).skipsVerification())
        .isTrue();
    assertThat(with(Map.of("DL_SKIP_SSL_VERIFICATION", "true")).skipsVerification()).isFalse();
    assertThatThrownBy(() -> with(Map.of("DL_SKIP_SSL_VERIFICATION", "1")).skipsVerification())
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("--ca-cert");
  }

  @Test
  void databaseVariables_areThoseOfPostgresAlone() {
    assertThat(with(Map.of("PGUSER", "u", "DL_TOKEN", "t")).databaseVariables())
        .containsExactly(Map.entry("PGUSER", "u"));
  }

  @Test
  void secrets_doNotShow() { // I23
    assertThat(with(Map.of("DL_TOKEN", "hidden")).toString()).doesNotContain("hidden");
  }
}
