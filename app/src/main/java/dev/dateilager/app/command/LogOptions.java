package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.tracing.TracingSettings;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command that writes a log. */
final class LogOptions {
  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      converter = Converters.ToLogLevel.class,
      defaultValue = "info",
      description = "Least level of the log: debug, info, warn, error, fatal (default: info).")
  private LogLevel level = LogLevel.INFO;

  @Option(
      names = "--log-encoding",
      paramLabel = "FORM",
      scope = ScopeType.INHERIT,
      converter = Converters.ToLogEncoding.class,
      defaultValue = "console",
      description = "Form of the log on standard error: console or json (default: console).")
  private LogEncoding encoding = LogEncoding.CONSOLE;

  @Option(
      names = "--tracing",
      scope = ScopeType.INHERIT,
      description = "Send OpenTelemetry spans, as OTEL_... variables say (default: off).")
  private boolean tracing;

  LogSettings settings() {
    return new LogSettings(level, encoding, new TracingSettings(tracing, Map.of()));
  }
}
