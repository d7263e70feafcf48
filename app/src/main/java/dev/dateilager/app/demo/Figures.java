package dev.dateilager.app.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** A count with its thousands apart. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Bytes in the unit that gives one to three digits before the point; 1 kB is 1000 bytes. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** A span in milliseconds below a second, else in seconds. */
  static String time(Duration span) {
    long millis = span.toMillis();
    return millis < 1000
        ? String.format(Locale.ROOT, "%.1f ms", span.toNanos() / 1e6)
        : String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
  }
}
