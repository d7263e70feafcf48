package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.s2.S2FormatException;
import dev.dateilager.adapters.archive.tar.TarLimitException;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;

/** What a decoder found, in the words of the domain. */
final class Faults {
  private Faults() {}

  /** All input is in memory, so whatever a decoder throws speaks of the bytes. */
  static DateiLagerException ofReading(IOException bad) {
    boolean limit =
        switch (bad) {
          case TarLimitException _ -> true;
          case S2FormatException format -> format.problem() == S2FormatException.Problem.TOO_LARGE;
          default -> false;
        };
    return limit
        ? new DateiLagerException.ResourceExhausted(String.valueOf(bad.getMessage()), bad)
        : new DateiLagerException.Corrupt(String.valueOf(bad.getMessage()), bad);
  }
}
