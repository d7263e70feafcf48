package dev.dateilager.domain.model;

import java.util.Locale;
import java.util.Optional;

/** Where a process runs ({@code DL_ENV}); decides which operations are open (wire.md §8). */
public enum Environment {
  /** A developer's machine. */
  DEV,
  /** A test run. */
  TEST,
  /** Production; also what clients assume when nothing is said (client.md §1). */
  PROD;

  /**
   * The environment with this name, in any case.
   *
   * @return absent for any other name
   */
  public static Optional<Environment> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "dev" -> Optional.of(DEV);
      case "test" -> Optional.of(TEST);
      case "prod" -> Optional.of(PROD);
      default -> Optional.empty();
    };
  }

  /** Whether operations for development only are open: in dev and test. */
  public boolean isDevelopment() {
    return this != PROD;
  }
}
