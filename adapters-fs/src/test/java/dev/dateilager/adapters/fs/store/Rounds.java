package dev.dateilager.adapters.fs.store;

/** How often tests that could go on for ever are repeated. */
final class Rounds {
  private Rounds() {}

  /** What {@code -Ddateilager.rounds=N} says; 1 in a build. */
  static int asked() {
    return Integer.getInteger("dateilager.rounds", 1);
  }
}
