package dev.dateilager.app.cached;

import dev.dateilager.app.logging.Log;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.Scrutiny;
import dev.dateilager.domain.staging.VerifySummary;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a daemon does of its own accord: asks the server again when told to by a signal, or after a
 * while when what it holds is stale; and reads golden files again, a little at a time (R6). Nothing
 * it meets ends the daemon.
 *
 * <p>{@code wishes} counts the requests to refresh; one refresh serves all that came before it.
 */
final class Upkeep implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(15);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);
  private static final long ASK_AGAIN_MILLIS = 1000;
  private static final Duration BETWEEN_SCRUBS = Duration.ofHours(6);

  private final CacheDaemon daemon;
  private final NodeMetrics metrics;
  private final Log log;
  private final long scrubBytesPerSecond;
  private final Semaphore wishes = new Semaphore(0);
  private final Thread refresher;
  private final Thread scrubber;

  /**
   * Nothing runs yet.
   *
   * @param scrubBytesPerSecond 0 for never
   */
  Upkeep(CacheDaemon daemon, NodeMetrics metrics, Log log, long scrubBytesPerSecond) {
    this.daemon = daemon;
    this.metrics = metrics;
    this.log = log;
    this.scrubBytesPerSecond = scrubBytesPerSecond;
    this.refresher = Thread.ofPlatform().name("refresh").daemon().unstarted(this::refreshForever);
    this.scrubber = Thread.ofPlatform().name("scrub").daemon().unstarted(this::scrubForever);
  }

  /** Begins. */
  void start() {
    refresher.start();
    if (scrubBytesPerSecond > 0) {
      scrubber.start();
    }
  }

  /** Has the server asked soon; returns at once. */
  void refreshSoon() {
    wishes.release();
  }

  private void refreshForever() {
    Duration patience = FIRST_RETRY;
    try {
      while (true) {
        boolean asked = wishes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        wishes.drainPermits();
        boolean due = asked || isStale();
        patience = due && !refresh() ? longer(patience) : FIRST_RETRY;
      }
    } catch (InterruptedException _) {
      return; // the daemon ends
    }
  }

  private static Duration longer(Duration patience) {
    Duration twice = patience.multipliedBy(2);
    return twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
  }

  private boolean isStale() {
    try {
      return daemon.status().stale();
    } catch (DateiLagerException unclear) {
      log.warn("cannot tell what is held", "error", text(unclear));
      return true;
    }
  }

  /** Whether the server confirmed what is held now. */
  private boolean refresh() throws InterruptedException {
    try {
      PrepareReport report = daemon.prepare();
      metrics.refreshed(report);
      tell(log, report);
      return !report.stale();
    } catch (Cancelled told) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      log.warn("refresh was cut short", "error", text(told));
    } catch (DateiLagerException failure) {
      log.error("cannot refresh the cache", "error", text(failure));
    } catch (RuntimeException bug) {
      log.error("cannot refresh the cache, please report this", "error", bug.toString());
    }
    metrics.refreshFailed();
    return false;
  }

  /** Logs what a preparation came to. */
  static void tell(Log log, PrepareReport report) {
    if (report.failure().isPresent()) {
      log.warn(
          "the server did not confirm the cache version, serving what is on disk",
          "dl.version",
          report.golden().wireVersion(),
          "error",
          text(report.failure().get()));
    } else {
      log.info(
          "cache prepared",
          "dl.version",
          report.golden().wireVersion(),
          "outcome",
          NodeMetrics.label(report),
          "packs",
          report.packs(),
          "dl.object_count",
          report.entries(),
          "downloaded_bytes",
          report.bytes());
    }
  }

  private void scrubForever() {
    try {
      while (true) {
        scrub(Scrutiny.LOOKS);
        scrub(Scrutiny.reading(scrubBytesPerSecond));
        TimeUnit.MILLISECONDS.sleep(BETWEEN_SCRUBS.toMillis());
      }
    } catch (InterruptedException _) {
      return; // the daemon ends
    }
  }

  private void scrub(Scrutiny scrutiny) throws InterruptedException {
    try {
      VerifySummary summary =
          daemon.scrub(
              scrutiny,
              (finding, placements) ->
                  log.error(
                      "a golden file is not what its manifest says",
                      "pack",
                      finding.pack(),
                      "dl.object.path",
                      finding.path(),
                      "what",
                      finding.what(),
                      "placements",
                      placements));
      metrics.scrubbed(summary);
      if (summary.findings() > 0) {
        log.warn("damaged packs were fetched again", "packs", summary.repaired());
      }
    } catch (Cancelled told) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      log.warn("scrub was cut short", "error", text(told));
    } catch (DateiLagerException failure) {
      log.error("cannot scrub the store", "error", text(failure));
    } catch (RuntimeException bug) {
      log.error("cannot scrub the store, please report this", "error", bug.toString());
    }
  }

  private static String text(DateiLagerException failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Ends both; what they do is cut short and undone. Waits also when interrupted. */
  @Override
  public void close() {
    boolean interrupted = false;
    for (Thread thread : new Thread[] {refresher, scrubber}) {
      while (thread.isAlive()) {
        thread.interrupt(); // again, should a call have swallowed the last one
        try {
          thread.join(ASK_AGAIN_MILLIS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
