package dev.dateilager.app.logging;

import dev.dateilager.domain.model.DateiLagerException;

/** A failure as the log tells it. */
final class FailureText {
  private static final int MOST_FRAMES = 40;
  private static final int MOST_CAUSES = 5;

  private FailureText() {}

  /** What it says, and what its causes say. */
  static String words(Throwable failure) {
    var text = new StringBuilder(name(failure));
    int causes = 0;
    for (Throwable cause = failure.getCause();
        cause != null && causes < MOST_CAUSES;
        cause = cause.getCause()) {
      String words = name(cause);
      if (text.indexOf(words) < 0) { // many quote their cause
        text.append(": ").append(words);
      }
      causes++;
    }
    return text.toString();
  }

  /** A planned failure speaks for itself; of another the class says more than the words, often. */
  private static String name(Throwable failure) {
    return failure instanceof DateiLagerException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /** Where in the program it came from: places alone, for what was said is said. */
  static String places(Throwable failure) {
    var text = new StringBuilder();
    Throwable each = failure;
    for (int causes = 0; each != null && causes <= MOST_CAUSES; causes++) {
      text.append(causes == 0 ? "" : "\ncaused by ").append(each.getClass().getName());
      StackTraceElement[] frames = each.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        text.append("\n\tat ").append(frames[i]);
      }
      each = each.getCause();
    }
    return text.toString();
  }
}
