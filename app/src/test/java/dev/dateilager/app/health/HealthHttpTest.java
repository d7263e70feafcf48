package dev.dateilager.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.app.metrics.Figures;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HealthHttpTest {
  @SuppressWarnings("NullAway.Init") // JUnit calls start before any test
  private HealthHttp health;

  @BeforeEach
  void start() throws Exception {
    health = HealthHttp.start("127.0.0.1", 0, new Figures(), "no \"cache\" yet");
  }

  @AfterEach
  void stop() {
    health.close();
  }

  private record Answer(int status, String body, String type) {}

  private Answer ask(String method, String path) throws Exception {
    var url = URI.create("http://127.0.0.1:" + health.port() + path).toURL();
    var connection = (HttpURLConnection) url.openConnection();
    connection.setRequestMethod(method);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(
          status,
          new String(body.readAllBytes(), StandardCharsets.UTF_8),
          connection.getHeaderField("Content-Type"));
    }
  }

  @Test
  void ready_is200InTheGoDaemonsWords() throws Exception { // csi.md §4.2
    health.report(Optional.empty());

    Answer answer = ask("GET", "/healthz");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\n  \"status\": \"healthy\",\n  \"error\": \"\"\n}");
    assertThat(answer.type()).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void notReady_is503WithTheReason() throws Exception { // I19
    Answer answer = ask("GET", "/healthz");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("{\n  \"status\": \"error\",\n  \"error\": \"no \\\"cache\\\" yet\"\n}");
  }

  @Test
  void whatIsFollowed_isAskedEachTime() throws Exception { // I19
    var lost = new AtomicBoolean();
    health.follow(() -> lost.get() ? Optional.of("none is left") : Optional.empty());
    assertThat(ask("GET", "/healthz").status()).isEqualTo(200);

    lost.set(true);

    assertThat(ask("GET", "/healthz").status()).isEqualTo(503);
  }

  @Test
  void anyMethod_isAnswered() throws Exception {
    health.report(Optional.empty());

    assertThat(ask("POST", "/healthz").status()).isEqualTo(200);
    assertThat(ask("HEAD", "/healthz").status()).isEqualTo(200);
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    assertThat(ask("GET", "/").status()).isEqualTo(404);
    assertThat(ask("GET", "/healthz/x").status()).isEqualTo(404);
  }

  @Test
  void takenPort_isSaid() {
    assertThatThrownBy(() -> HealthHttp.start("127.0.0.1", health.port(), new Figures(), ""))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("cannot listen on port " + health.port());
  }
}
