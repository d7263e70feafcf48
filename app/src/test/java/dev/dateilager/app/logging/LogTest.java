package dev.dateilager.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class LogTest {
  private static final Instant NOW = Instant.parse("2024-05-08T12:12:29.123456Z");

  private final StringWriter written = new StringWriter();

  private Log log(LogLevel level, LogEncoding encoding, String zone) {
    return new LogSink(
            new PrintWriter(written), new LogSettings(level, encoding), () -> NOW, ZoneId.of(zone))
        .named("client");
  }

  @Test
  void console_isSeparatedByTabs() {
    log(LogLevel.INFO, LogEncoding.CONSOLE, "Europe/Berlin")
        .info("created new project", "dl.project", 1L, "name", "a\tb");

    assertThat(written.toString())
        .isEqualTo(
            "2024-05-08T14:12:29.123+0200\tinfo\tclient\tcreated new project"
                + "\t{\"dl.project\":1,\"name\":\"a\\tb\"}\n");
  }

  @Test
  void console_withoutFieldsEndsWithTheMessage() {
    log(LogLevel.INFO, LogEncoding.CONSOLE, "UTC").warn("careful");

    assertThat(written.toString()).isEqualTo("2024-05-08T12:12:29.123Z\twarn\tclient\tcareful\n");
  }

  @Test
  void json_hasLowerCaseLevelAndMsg() {
    log(LogLevel.INFO, LogEncoding.JSON, "UTC").error("it failed", "error", "why");

    assertThat(written.toString())
        .isEqualTo(
            "{\"level\":\"error\",\"ts\":\"2024-05-08T12:12:29.123Z\",\"caller\":\"client\","
                + "\"msg\":\"it failed\",\"error\":\"why\"}\n");
  }

  @Test
  void json_fieldsNeverHideWhatReadersRelyOn() {
    log(LogLevel.INFO, LogEncoding.JSON, "UTC").info("real", "msg", "forged", "level", "debug");

    assertThat(written.toString()).contains("\"level\":\"info\"").contains("\"msg\":\"real\"");
  }

  @Test
  void line_cannotBeForgedByAMessage() {
    log(LogLevel.INFO, LogEncoding.CONSOLE, "UTC").info("one\ntwo\r");

    assertThat(written.toString().lines()).hasSize(1);
  }

  @Test
  void level_leavesOutWhatIsLessSerious() {
    Log log = log(LogLevel.WARN, LogEncoding.CONSOLE, "UTC");

    log.debug("a");
    log.info("b");
    log.warn("c");
    log.fatal("d");

    assertThat(written.toString().lines()).hasSize(2);
  }

  @Test
  void fields_comeInPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log(LogLevel.INFO, LogEncoding.JSON, "UTC").info("x", "alone"));
  }
}
