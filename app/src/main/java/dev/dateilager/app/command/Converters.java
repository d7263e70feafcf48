package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.request.Output;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns the text of options into the values they mean; a text that means none is a usage error. */
final class Converters {
  private Converters() {}

  static final class ToLogLevel implements ITypeConverter<LogLevel> {
    @Override
    public LogLevel convert(String text) {
      return LogLevel.named(text)
          .orElseThrow(() -> refuse(text, "debug, info, warn, error, dpanic, panic or fatal"));
    }
  }

  static final class ToLogEncoding implements ITypeConverter<LogEncoding> {
    @Override
    public LogEncoding convert(String text) {
      return LogEncoding.named(text).orElseThrow(() -> refuse(text, "console or json"));
    }
  }

  static final class ToLinkMode implements ITypeConverter<LinkMode> {
    @Override
    public LinkMode convert(String text) {
      return LinkMode.named(text).orElseThrow(() -> refuse(text, "auto, link, clone or copy"));
    }
  }

  static final class ToOutput implements ITypeConverter<Output> {
    @Override
    public Output convert(String text) {
      return Output.named(text).orElseThrow(() -> refuse(text, "text, json or ndjson"));
    }
  }

  static final class ToProjectId implements ITypeConverter<ProjectId> {
    @Override
    public ProjectId convert(String text) {
      return new ProjectId(parseLong(text));
    }
  }

  static final class ToNodePath implements ITypeConverter<NodePath> {
    @Override
    public NodePath convert(String text) {
      try {
        return NodePath.parse(text);
      } catch (DateiLagerException.InvalidArgument malformed) {
        throw new TypeConversionException(malformed.getMessage());
      }
    }
  }

  /** A port that a process listens on: 0 is any free one. */
  static final class ToPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return port(text, 0);
    }
  }

  /** A port that somebody else listens on. */
  static final class ToPeerPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return port(text, 1);
    }
  }

  private static int port(String text, int least) {
    long port = parseLong(text);
    if (port < least || port > 65_535) {
      throw refuse(text, "a port, %d to 65535".formatted(least));
    }
    return (int) port;
  }

  /** The subject of a token: {@code admin}, {@code shared-reader} or a project's number. */
  static final class ToRole implements ITypeConverter<Role> {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

    @Override
    public Role convert(String text) {
      return switch (text) {
        case "admin" -> new Role.Admin();
        case "shared-reader" -> new Role.SharedReader();
        default -> {
          if (!NUMBER.matcher(text).matches()) {
            throw refuse(text, "admin, shared-reader or a project's number");
          }
          yield new Role.Project(new ProjectId(parseLong(text)));
        }
      };
    }
  }

  /** A span such as {@code 90s}, {@code 12h}, {@code 30d}, or one of ISO 8601. */
  static final class ToDuration implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
      return parse(text).orElseThrow(() -> refuse(text, "a span such as 90s, 12h, 30d or PT90S"));
    }

    static Optional<Duration> parse(String text) {
      Matcher matcher = SHORT.matcher(text);
      if (matcher.matches()) {
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(count);
              case "s" -> Duration.ofSeconds(count);
              case "m" -> Duration.ofMinutes(count);
              case "h" -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            });
      }
      try {
        return Optional.of(Duration.parse(text.toUpperCase(Locale.ROOT)))
            .filter(span -> !span.isNegative());
      } catch (DateTimeParseException noSpan) {
        return Optional.empty();
      }
    }
  }

  private static long parseLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException noNumber) {
      throw refuse(text, "a whole number");
    }
  }

  private static TypeConversionException refuse(String text, String allowed) {
    return new TypeConversionException("'%s' is not %s".formatted(text, allowed));
  }
}
