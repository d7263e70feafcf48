package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** No input may cost memory or time without bound (I21, R9). */
public final class Cost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_CPU_NANOS = 10_000_000_000L; // instrumented, and on any machine
  private static final int TRIES = 4;

  private Cost() {}

  /**
   * What {@code action} gives. It is done again where it took more, as classes are loaded, and
   * instrumented by a fuzzer, on the same account; and fails if it always takes more.
   *
   * @param mostBytes all objects together, those already dropped included
   */
  public static <T> T atMost(long mostBytes, Supplier<T> action) {
    for (int i = 1; ; i++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = THREADS.getCurrentThreadCpuTime();
      T result = action.get();
      long usedBytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      long usedNanos = THREADS.getCurrentThreadCpuTime() - nanos;
      if (usedBytes <= mostBytes && usedNanos <= MOST_CPU_NANOS) {
        return result;
      }
      if (i == TRIES) {
        assertThat(usedBytes).as("bytes allocated").isLessThanOrEqualTo(mostBytes);
        assertThat(usedNanos).as("nanoseconds of CPU").isLessThanOrEqualTo(MOST_CPU_NANOS);
      }
    }
  }
}
