package dev.dateilager.app.program;

import java.util.concurrent.CountDownLatch;

/** How a serving process waits. */
final class Serving {
  private Serving() {}

  /** Returns when the thread is interrupted: the process's way to say that it is told to end. */
  static void untilToldToEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException told) {
      // this is what was waited for, and cleared, so that the ending itself can wait
    }
  }
}
