package dev.dateilager.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.grpc.CallLog;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallLinesTest {
  private final StringWriter written = new StringWriter();
  private final CallLines lines =
      new CallLines(
          new LogSink(
                  new PrintWriter(written),
                  new LogSettings(LogLevel.INFO, LogEncoding.JSON),
                  () -> Instant.EPOCH,
                  ZoneOffset.UTC)
              .named("server"));

  private static CallLog.Ended call(String code, Optional<Throwable> failure) {
    return new CallLog.Ended("abc", "pb.Fs/Get", code, Duration.ofMillis(12), "project 1", failure);
  }

  @Test
  void call_isOneLine() {
    lines.ended(call("NOT_FOUND", Optional.empty()));

    assertThat(written.toString())
        .isEqualTo(
            "{\"level\":\"info\",\"ts\":\"1970-01-01T00:00:00.000Z\",\"caller\":\"server\","
                + "\"msg\":\"call ended\",\"dl.request_id\":\"abc\",\"grpc.method\":\"pb.Fs/Get\","
                + "\"grpc.code\":\"NOT_FOUND\",\"took_ms\":12,\"subject\":\"project 1\"}\n");
  }

  @Test
  void failureForOperators_isOneLineWithCausesAndPlaces() {
    var cause = new IllegalStateException("half of it is missing");
    lines.ended(call("DATA_LOSS", Optional.of(new Corrupt("pack is bent", cause))));

    assertThat(written.toString().lines())
        .singleElement()
        .asString()
        .startsWith("{\"level\":\"error\"")
        .contains(
            "\"msg\":\"call failed\"", "\"dl.request_id\":\"abc\"", "\"grpc.code\":\"DATA_LOSS\"")
        .contains(
            "\"error\":\"pack is bent: java.lang.IllegalStateException: half of it is missing\"")
        .contains(
            "\"stacktrace\":\"", "CallLinesTest", "caused by java.lang.IllegalStateException");
  }

  @Test
  void lateFailure_hasTheId() {
    lines.failedLate("abc", "pb.Fs/Get", new IllegalStateException("too late"));

    assertThat(written.toString())
        .contains("\"msg\":\"call failed after its end\"", "\"dl.request_id\":\"abc\"", "too late");
  }
}
