package dev.dateilager.adapters.fs.store;

import java.util.concurrent.TimeUnit;

/** Holds reading back to a rate. For one thread. */
final class Pace {
  /** Waits; a test need not. */
  @FunctionalInterface
  interface Sleep {
    /** For at least so long. */
    void nanos(long nanos) throws InterruptedException;
  }

  /** Tells a time in nanoseconds from any beginning; it never goes back. */
  @FunctionalInterface
  interface Ticker {
    /** Now. */
    long nanos();
  }

  private static final double NANOS = 1e9;

  private final long bytesPerSecond;
  private final Ticker ticker;
  private final Sleep sleep;
  private final long start;
  private long bytes;

  Pace(long bytesPerSecond, Ticker ticker, Sleep sleep) {
    this.bytesPerSecond = bytesPerSecond;
    this.ticker = ticker;
    this.sleep = sleep;
    this.start = ticker.nanos();
  }

  /** By the real clock. */
  Pace(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  /** How much may be read at once: a tenth of a second's worth, so that it is even. */
  int chunk(int atMost) {
    return Math.clamp(bytesPerSecond / 10, 1, atMost);
  }

  /** Waits until this much more may have been read. */
  void read(long more) throws InterruptedException {
    bytes += more;
    long due = (long) (bytes / (double) bytesPerSecond * NANOS);
    long ahead = due - (ticker.nanos() - start);
    if (ahead > 0) {
      sleep.nanos(ahead);
    }
  }
}
