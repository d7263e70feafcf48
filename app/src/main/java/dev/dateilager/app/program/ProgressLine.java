package dev.dateilager.app.program;

import dev.dateilager.app.client.Transfer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that tells how far a transfer is, how fast, and when it will be over if
 * its length is known. It is drawn over itself, a few times a second, and leaves the cursor at its
 * beginning, so that whatever else is written there takes its place.
 *
 * <p>The monitor guards all fields.
 */
final class ProgressLine implements Transfer, AutoCloseable {
  private static final String ERASE_REST = "\033[K";
  private static final long BETWEEN_NANOS = 200_000_000;
  private static final double MEBIBYTE = 1 << 20;

  private final PrintWriter terminal;
  private final String what;
  private final LongSupplier nanos;
  private final long began;
  private long drawn;
  private long items;
  private long bytes;
  private OptionalLong expected = OptionalLong.empty();
  private boolean onScreen;

  /**
   * A line that is drawn for the first time when the transfer has taken a moment.
   *
   * @param what goes on
   * @param nanos a clock that never goes back, in nanoseconds
   */
  ProgressLine(PrintWriter terminal, String what, LongSupplier nanos) {
    this.terminal = terminal;
    this.what = what;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.drawn = began;
  }

  @Override
  public synchronized void expect(long all) {
    expected = OptionalLong.of(all);
  }

  @Override
  public synchronized void moved(long more) {
    items++;
    bytes += more;
    long now = nanos.getAsLong();
    if (now - drawn >= BETWEEN_NANOS) {
      drawn = now;
      onScreen = true;
      terminal.print(text(now) + ERASE_REST + "\r");
      terminal.flush();
    }
  }

  private String text(long now) {
    double seconds = (now - began) / 1e9;
    var line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s %,d%s, %,.1f MiB, %,.1f MiB/s",
                what,
                items,
                expected.isPresent() ? "/%,d".formatted(expected.getAsLong()) : "",
                bytes / MEBIBYTE,
                bytes / MEBIBYTE / seconds));
    if (expected.isPresent() && expected.getAsLong() >= items) {
      double left = seconds / items * (expected.getAsLong() - items);
      line.append(", ").append(span(Duration.ofMillis((long) (left * 1000)))).append(" to go");
    }
    return line.toString();
  }

  private static String span(Duration left) {
    return left.toHours() > 0
        ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
        : "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    if (onScreen) {
      terminal.print(ERASE_REST);
      terminal.flush();
      onScreen = false;
    }
  }
}
