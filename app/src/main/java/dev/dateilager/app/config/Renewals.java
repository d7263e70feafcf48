package dev.dateilager.app.config;

import dev.dateilager.app.logging.Log;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at files that a running process lives by, and has what changed taken over. Files are told
 * apart by what is in them, so that it does not matter how they are replaced: by rename, through
 * the links of a mounted secret, or in place.
 *
 * <p>What cannot be used changes nothing and is said, once for each new content and then every ten
 * minutes until it is mended. One thread does all of it.
 */
public final class Renewals implements AutoCloseable {
  /** How often it looks. */
  public static final Duration PERIOD = Duration.ofSeconds(10);

  private static final int MOST_BYTES = 1 << 20;
  private static final Duration REMINDER = Duration.ofMinutes(10);

  private final Log log;
  private final List<Watched> watched;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("renewals").daemon().factory());

  /** Takes over what is in files now; the state stays as it was if that fails. */
  @FunctionalInterface
  public interface Taking {
    /** Does it. */
    void take() throws DateiLagerException;
  }

  /**
   * Files that belong together.
   *
   * @param what they are, for people
   * @param files their names
   * @param taking called when their content is another than before
   */
  public record Renewal(String what, List<Path> files, Taking taking) {
    /** Copies the list. */
    public Renewal {
      files = List.copyOf(files);
    }
  }

  private Renewals(Log log, List<Renewal> renewals) {
    this.log = log;
    this.watched = renewals.stream().map(Watched::new).toList();
  }

  /** Begins to look; what is in the files now is taken as known. */
  public static Renewals start(Log log, List<Renewal> renewals) {
    return start(log, renewals, PERIOD);
  }

  static Renewals start(Log log, List<Renewal> renewals, Duration period) {
    var started = new Renewals(log, renewals);
    var _ =
        started.thread.scheduleWithFixedDelay(
            () -> started.look(false), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  /** Looks soon, and says what came of it, also if nothing did; returns at once. */
  public void now() {
    thread.execute(() -> look(true));
  }

  /** Looks once; on one thread at a time. */
  void look(boolean asked) {
    for (Watched one : watched) {
      try {
        one.look(asked);
      } catch (RuntimeException unforeseen) { // else nobody would ever look again
        log.error("cannot look at " + one.renewal.what(), "error", unforeseen.toString());
      }
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** One renewal and what is known of it; touched by one thread after it was made. */
  private final class Watched {
    private final Renewal renewal;
    private String known;
    private String refused = "";
    private long refusedAt;

    Watched(Renewal renewal) {
      this.renewal = renewal;
      this.known = digest(renewal.files());
    }

    void look(boolean asked) {
      String found = digest(renewal.files());
      boolean remind = found.equals(refused) && System.nanoTime() - refusedAt > REMINDER.toNanos();
      if (found.equals(known)) {
        if (asked || !refused.isEmpty()) {
          log.info(renewal.what() + " unchanged", "files", renewal.files());
        }
        refused = "";
      } else if (asked || remind || !found.equals(refused)) {
        take(found);
      }
    }

    private void take(String found) {
      try {
        renewal.taking().take();
        known = found;
        refused = "";
        log.info(renewal.what() + " renewed", "files", renewal.files());
      } catch (DateiLagerException unusable) {
        refused = found;
        refusedAt = System.nanoTime();
        log.error(
            renewal.what() + " cannot be renewed: the former stays in use until this is mended",
            "files",
            renewal.files(),
            "error",
            String.valueOf(unusable.getMessage()));
      }
    }
  }

  /** Of all files; of one that cannot be read, that it cannot. */
  private static String digest(List<Path> files) {
    MessageDigest digest = ContentHash.sha256();
    for (Path file : files) {
      try (var in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        digest.update(HexFormat.of().toHexDigits(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      } catch (IOException unreadable) {
        digest.update((byte) 0);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
