package dev.dateilager.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LibraryLogsTest {
  private final StringWriter written = new StringWriter();

  private void listen(LogLevel level) {
    LibraryLogs.to(
        new LogSink(
            new PrintWriter(written),
            new LogSettings(level, LogEncoding.JSON),
            InstantSource.system(),
            ZoneId.of("UTC")));
  }

  @AfterEach
  void forget() {
    LogManager.getLogManager().reset();
  }

  @Test
  void warningsOfLibraries_becomeLinesOfTheLog() {
    listen(LogLevel.INFO);

    Logger.getLogger("com.zaxxer.hikari")
        .log(Level.WARNING, "pool {0} is slow", new Object[] {"one"});
    Logger.getLogger("io.grpc").log(Level.SEVERE, "broken", new IllegalStateException("why"));

    assertThat(written.toString().lines().toList())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("\"level\":\"warn\"")
                    .contains("\"msg\":\"pool one is slow\""),
            second ->
                assertThat(second)
                    .contains("\"level\":\"error\"")
                    .contains("\"error\":\"java.lang.IllegalStateException: why\""));
  }

  @Test
  void chatterOfLibraries_isLeftOutAtEveryLevel() {
    listen(LogLevel.DEBUG);

    Logger.getLogger("io.grpc.netty").info("hello");
    Logger.getLogger("io.grpc.netty").fine("hello");
    Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap").warning("Unknown channel option");

    assertThat(written.toString()).isEmpty();
  }

  @Test
  void adapters_areHeardFromInfoOn() {
    listen(LogLevel.INFO);

    System.getLogger("dev.dateilager.adapters.x").log(System.Logger.Level.INFO, "heard");
    System.getLogger("dev.dateilager.adapters.x").log(System.Logger.Level.DEBUG, "not heard");

    assertThat(written.toString().lines()).singleElement().asString().contains("\"msg\":\"heard\"");
  }

  @Test
  void adapters_areHeardInFullWhenAskedTo() {
    listen(LogLevel.DEBUG);

    System.getLogger("dev.dateilager.adapters.x").log(System.Logger.Level.DEBUG, "heard");

    assertThat(written.toString()).contains("\"level\":\"debug\"");
  }
}
