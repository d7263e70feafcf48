package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.domain.model.DateiLagerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes what a placer's trash holds, in the background and not too fast (R4): at its start what
 * an earlier process left, then whatever comes. What resists is logged once, and tried again after
 * a while.
 */
public final class Reaper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Reaper.class.getName());
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final LinkTreePlacer placer;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private Reaper(LinkTreePlacer placer) {
    this.placer = placer;
    this.thread = Thread.ofPlatform().name("reaper").daemon().unstarted(this::work);
  }

  /** Begins. The store must stay open until this is closed. */
  public static Reaper start(LinkTreePlacer placer) {
    var reaper = new Reaper(placer);
    reaper.thread.start();
    return reaper;
  }

  private void work() {
    String told = "";
    try {
      while (closing.getCount() > 0) {
        String obstacle = reapOnce();
        if (!obstacle.isEmpty() && !obstacle.equals(told)) {
          LOG.log(Level.WARNING, obstacle);
        }
        told = obstacle;
        placer.waiting().await(AGAIN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // as close does
    }
  }

  /** Deletes what there is; what stood in the way, or the empty text. */
  private String reapOnce() {
    try {
      Reaped reaped = placer.reap(new Limited(placer.reapedPerSecond(), closing));
      return reaped.obstacle().map(failure -> told(reaped.left(), failure)).orElse("");
    } catch (DateiLagerException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private static String told(long left, DiskException failure) {
    return "%d names cannot be deleted now, one of them because: %s"
        .formatted(left, failure.getMessage());
  }

  /** Lets so many names a second pass, a tenth of a second's at a time. */
  private static final class Limited implements Pace {
    private final long perSecond;
    private final CountDownLatch end;
    private final long start = System.nanoTime();
    private long names;

    private Limited(long perSecond, CountDownLatch end) {
      this.perSecond = perSecond;
      this.end = end;
    }

    @Override
    public boolean next() {
      names++;
      if (names % Math.max(1, perSecond / 10) != 0) {
        return end.getCount() > 0;
      }
      long due = start + names * 1_000_000_000L / perSecond;
      try {
        return !end.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Stops it after the name that it is at, and waits for that. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
