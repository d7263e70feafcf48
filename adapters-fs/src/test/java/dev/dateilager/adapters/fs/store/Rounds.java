package dev.dateilager.adapters.fs.store;

/** How often tests that could go on for ever are repeated. */
final class Rounds {
  private Rounds() {}

  /** What {@code -Ddateilager.rounds=N} says; 1 in a build. */
  static int asked() {
    return Integer.getInteger("dateilager.rounds", 1);
  }

  /** A new seed, or the one of {@code -Ddateilager.seed=N}; it is printed. */
  static long seed(String what) {
    long seed = Long.getLong("dateilager.seed", System.nanoTime());
    System.out.printf("%s: -Ddateilager.seed=%d%n", what, seed);
    return seed;
  }
}
