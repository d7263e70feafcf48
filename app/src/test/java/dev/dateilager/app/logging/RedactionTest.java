package dev.dateilager.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I23: what looks like a secret is left out of the log")
final class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "token v2.public.canary_canary-canary is no good",
        "Bearer canary.canary",
        "cannot connect to postgres://dl:canary@db:5432/dl?sslmode=x",
        "at jdbc:postgresql://h/d?user=u&password=canary&x=y",
        "{\"password\":\"canary\"}",
        "PASSWORD=canary",
        "-----BEGIN PRIVATE KEY-----\ncanary\nMC4CAQ==\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\\ncanary\\n"
      })
  void secrets_areLeftOut(String text) {
    assertThat(Redaction.of(text)).doesNotContain("canary").isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the authorization does not start with 'Bearer '",
        "token must begin with 'v2.public.'",
        "password authentication failed for user \"dl\"",
        "postgres://dl@db:5432/dl",
        "https://example.org:443/a",
        "secret file '/etc/x' is missing"
      })
  void otherWords_stayAsTheyAre(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void everyLine_passesTheGuard_inMessageAndFields() {
    for (LogEncoding encoding : LogEncoding.values()) {
      var written = new StringWriter();
      new LogSink(
              new PrintWriter(written),
              new LogSettings(LogLevel.DEBUG, encoding),
              () -> Instant.EPOCH,
              ZoneOffset.UTC)
          .named("x")
          .debug(
              "got Bearer canary",
              "a",
              List.of("password=canary"),
              "b",
              Map.of("c", "v2.public.canarycanary"),
              "n",
              7);

      assertThat(written.toString()).doesNotContain("canary").contains("\"n\":7");
    }
  }

  @Timeout(10)
  @Test
  void hostileText_takesNoTime() {
    for (String part : List.of("://a:", "password=", "v2.public.", "-----BEGIN ", "Bearer ")) {
      assertThat(Redaction.of(part.repeat(200_000))).isNotEmpty();
    }
  }
}
