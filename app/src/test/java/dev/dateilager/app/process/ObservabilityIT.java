package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.metrics.DocumentedMetrics;
import dev.dateilager.app.tracing.OtlpReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operators see of a real server and its clients: figures, spans, lines; and no secret. */
@SuppressWarnings("NullAway.Init") // JUnit calls around before any test
final class ObservabilityIT extends WithServer {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private OtlpReceiver receiver;

  @Override
  Cli around(Cli cli) throws Exception {
    receiver = new OtlpReceiver();
    return traced(cli);
  }

  private Cli traced(Cli cli) {
    return cli.with("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
        .with("OTEL_BSP_SCHEDULE_DELAY", "100");
  }

  @Override
  List<String> serverOptions() {
    return List.of("--tracing", "--log-level", "debug");
  }

  @AfterAll
  void stopReceiver() {
    receiver.close();
  }

  @DisplayName("client and server: spans of one trace, below --otel-context")
  @Test
  void spans_ofClientAndServer_areOneTrace() throws Exception {
    Cli.Result result =
        call(
            traced(as("admin")),
            "new",
            "--id",
            "7001",
            "--tracing",
            "--otel-context",
            "{\"traceparent\":\"" + TRACEPARENT + "\"}",
            "--log-level",
            "debug");
    assertThat(result.status()).as(result.err()).isZero();

    var command = span("client.NewProject", 1);
    var sent = span("pb.Fs/NewProject", 3);
    var served = span("pb.Fs/NewProject", 2);

    assertThat(command.parent()).isEqualTo(PARENT);
    assertThat(sent.parent()).isEqualTo(command.id());
    assertThat(served.parent()).isEqualTo(sent.id());
    assertThat(List.of(command, sent, served))
        .allMatch(span -> span.trace().equals(TRACE))
        .noneMatch(span -> span.everything().contains("v2.public")); // I23
  }

  private OtlpReceiver.Span span(String name, int kind) throws InterruptedException {
    return receiver.await(
        span -> span.name().equals(name) && span.kind() == kind && span.trace().equals(TRACE));
  }

  @Test
  void otelContext_thatIsNoJson_isAUsageError() throws Exception {
    assertRefused(call(as("admin"), "get", "--project", "1", "--otel-context", "{"), 2, "JSON");
  }

  @Test
  void metrics_areDocumented_andCountCalls() throws Exception {
    newProject();
    String before = http("/metrics").body();
    assertThat(http("/healthz").statusCode()).isEqualTo(200);
    Map<String, DocumentedMetrics.Metric> documented = DocumentedMetrics.all();

    Map<String, DocumentedMetrics.Metric> shown = DocumentedMetrics.in(before);

    assertThat(documented.keySet()).containsAll(shown.keySet());
    shown.forEach(
        (name, metric) -> {
          var expected = Objects.requireNonNull(documented.get(name));
          assertThat(metric.kind()).as(name).isEqualTo(expected.kind());
          assertThat(expected.labels()).as(name).containsAll(metric.labels());
        });
    assertThat(before)
        .contains(
            "dateilager_server_database_up 1.0",
            "dateilager_server_cache_version -1.0",
            "dateilager_server_cache_versions 0.0",
            "dateilager_server_database_connections_most 60.0",
            "dateilager_grpc_calls_in_flight{method=\"pb.Fs/NewProject\"} 0.0");
    double calls =
        sample(
            before, "dateilager_grpc_call_seconds_count{code=\"OK\",method=\"pb.Fs/NewProject\"}");
    double committed =
        sample(before, "dateilager_server_transactions_total{outcome=\"committed\"}");
    assertThat(sample(before, "dateilager_grpc_received_bytes_total{method=\"pb.Fs/NewProject\"}"))
        .isPositive();

    newProject();

    String after = http("/metrics").body();
    assertThat(
            sample(
                after,
                "dateilager_grpc_call_seconds_count{code=\"OK\",method=\"pb.Fs/NewProject\"}"))
        .isEqualTo(calls + 1);
    assertThat(sample(after, "dateilager_server_transactions_total{outcome=\"committed\"}"))
        .isGreaterThan(committed);
  }

  private HttpResponse<String> http(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.number("healthz_port") + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static double sample(String exposition, String series) {
    return exposition
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .findFirst()
        .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .orElseThrow(() -> new AssertionError("no " + series + " in " + exposition));
  }

  @Test
  void call_isOneLineWithItsId() throws Exception {
    assertThat(call(as("admin"), "rebuild", "--project", "99990000", "--dir", "x").status())
        .isEqualTo(3);

    Optional<String> line =
        server
            .log()
            .lines()
            .filter(each -> each.contains("\"grpc.code\":\"NOT_FOUND\""))
            .findFirst();

    assertThat(line).isPresent();
    assertThat(line.orElseThrow())
        .containsPattern(
            Pattern.compile(
                "\"msg\":\"call ended\",\"dl.request_id\":\"[0-9a-f]{16}\",\"grpc.method\":"
                    + "\"pb.Fs/GetCompress\",\"grpc.code\":\"NOT_FOUND\",\"took_ms\":\\d+,"
                    + "\"subject\":\"admin\""));
  }

  @DisplayName("I23: tokens and keys are in no line of server and client, at debug level")
  @Test
  void secrets_areInNoLine() throws Exception {
    Path project = dir.resolve("secret-project");
    write(project.resolve("a"), "text of a tenant");
    String id = newProject();
    String said =
        call(
                as("admin"),
                "update",
                "--project",
                id,
                "--dir",
                project.toString(),
                "--log-level",
                "debug")
            .err();
    said += call(plain.with("DL_TOKEN", "v2.public.QQQQQQQQ"), "get", "--project", id).err();
    said += server.log();

    for (String name : new String[] {"admin.token", "shared-reader.token", "paseto.key"}) {
      for (String line : Files.readAllLines(data.resolve("tokens").resolve(name))) {
        assertThat(said)
            .doesNotContain(line.length() > 40 ? line.substring(0, 40) : line + "\u0000");
      }
    }
    assertThat(said).doesNotContain("QQQQQQQQ", "text of a tenant");
  }

  @DisplayName("a client that does not trace loads nothing of OpenTelemetry")
  @Test
  void tracingOff_loadsNoClassOfIt() throws Exception {
    Path classes = dir.resolve("classes.log");
    Cli.Result result =
        call(
            as("admin").withJava("-Xlog:class+load:file=" + classes),
            "get",
            "--project",
            newProject());

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(Files.readString(classes))
        .contains("dev.dateilager.app.client.Client ")
        .doesNotContain("io.opentelemetry.")
        .doesNotContain("io.prometheus.");
  }
}
