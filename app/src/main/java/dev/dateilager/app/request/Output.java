package dev.dateilager.app.request;

import java.util.Locale;
import java.util.Optional;

/** In which form a command answers, if not in its own (docs/cli.md "Answers"). */
public enum Output {
  /** Lines for people. */
  TEXT,
  /** One JSON value, on one line. */
  JSON,
  /** A JSON object a line: each element of a list by itself, as soon as it is known. */
  NDJSON;

  /** The name as {@code --output} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether programs are to read it. */
  public boolean isJson() {
    return this != TEXT;
  }

  /**
   * The form with this name.
   *
   * @return absent for any other name
   */
  public static Optional<Output> named(String name) {
    for (Output output : values()) {
      if (output.label().equals(name)) {
        return Optional.of(output);
      }
    }
    return Optional.empty();
  }
}
