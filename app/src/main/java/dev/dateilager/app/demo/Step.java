package dev.dateilager.app.demo;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * One step of the demo, with its figures.
 *
 * @param name what was done
 * @param files how many files it was done to; absent where that means nothing
 * @param bytes how many bytes; absent where that means nothing
 * @param took wall time
 */
record Step(String name, OptionalLong files, OptionalLong bytes, Duration took) {
  /** Files in a second; absent without files, or if it took no time. */
  OptionalLong filesPerSecond() {
    long nanos = took.toNanos();
    return files.isEmpty() || nanos == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(files.getAsLong() * 1e9 / nanos));
  }
}
