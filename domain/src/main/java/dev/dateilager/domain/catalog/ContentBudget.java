package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of contents all reads and updates of a process may hold at once (I27). Safe for
 * use by many threads; who waits longest goes first.
 *
 * <p>There are two accounts of the same size: one for contents as they are stored, one for what is
 * decoded from them. Whoever needs both takes from the second while holding of the first, never the
 * other way round, and holds at most one lease of each: so no two wait for each other.
 */
public final class ContentBudget {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  private static final int UNIT = 1024; // permits are int, budgets may pass 2 GiB

  private final long bytes;
  private final Duration patience;
  private final Semaphore stored;
  private final Semaphore decoded;

  /**
   * @param bytes size of each account, at least 1
   * @param patience how long a reader may wait for others to give back what it needs
   * @throws IllegalArgumentException if {@code bytes} is below 1
   */
  public ContentBudget(long bytes, Duration patience) {
    if (bytes < 1) {
      throw new IllegalArgumentException("budget must be at least 1 byte, got " + bytes);
    }
    this.bytes = bytes;
    this.patience = patience;
    this.stored = new Semaphore(units(bytes), true);
    this.decoded = new Semaphore(units(bytes), true);
  }

  /**
   * A budget of a quarter of a heap, in which one waits a minute for others.
   *
   * @param heapBytes the largest that the heap may become, at least 4
   */
  public static ContentBudget quarterOf(long heapBytes) {
    return new ContentBudget(heapBytes / 4, DEFAULT_PATIENCE);
  }

  /** The size of each account, in bytes; no content that is larger comes in or goes out. */
  public long bytes() {
    return bytes;
  }

  /** How many bytes are held of the account for contents as stored; rounded up to KiB. */
  public long storedBytes() {
    return held(stored);
  }

  /** How many bytes are held of the account for what is decoded; rounded up to KiB. */
  public long decodedBytes() {
    return held(decoded);
  }

  /** Whether anybody waits for bytes that others hold. */
  public boolean isWaitedFor() {
    return stored.hasQueuedThreads() || decoded.hasQueuedThreads();
  }

  private long held(Semaphore account) {
    return (long) (units(bytes) - account.availablePermits()) * UNIT;
  }

  /**
   * Takes bytes for a content that comes in: for its plain form, and for the stored one that will
   * be made of it, or the message that it lies in. Waits until they are there.
   *
   * @param wanted bytes of the plain form; the stored one is hardly longer
   * @throws ResourceExhausted if the budget is smaller, or others keep it for too long
   * @throws Cancelled if the thread is interrupted
   */
  public Lease incoming(long wanted) throws DateiLagerException {
    Lease stored = stored(wanted);
    try {
      Lease decoded = decoded(wanted);
      return () -> {
        decoded.close();
        stored.close();
      };
    } catch (DateiLagerException | RuntimeException refused) {
      stored.close();
      throw refused;
    }
  }

  /**
   * Takes bytes for the stored forms of which one is made anew, as many as there are if it wants
   * more: a merge of large packs runs alone. Waits until they are there.
   *
   * @throws ResourceExhausted if others keep the budget for too long
   * @throws Cancelled if the thread is interrupted
   */
  Lease merging(long wanted) throws DateiLagerException {
    return stored(Math.min(wanted, bytes));
  }

  /**
   * Takes bytes for contents as stored; waits until they are there.
   *
   * @throws ResourceExhausted if the budget is smaller, or others keep it for too long
   * @throws Cancelled if the thread is interrupted
   */
  Lease stored(long wanted) throws DateiLagerException {
    return take(stored, wanted, "stored");
  }

  /**
   * Takes bytes for a decoded content; waits until they are there.
   *
   * @throws ResourceExhausted if the budget is smaller, or others keep it for too long
   * @throws Cancelled if the thread is interrupted
   */
  Lease decoded(long wanted) throws DateiLagerException {
    return take(decoded, wanted, "decoded");
  }

  private Lease take(Semaphore account, long wanted, String what) throws DateiLagerException {
    if (wanted > bytes) {
      throw new ResourceExhausted(
          "%d bytes of %s content are more than the budget of %d".formatted(wanted, what, bytes));
    }
    int permits = units(wanted);
    try {
      if (!account.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ResourceExhausted(
            "%d bytes of %s content were not free for %s".formatted(wanted, what, patience));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Cancelled("waiting for room for a content was interrupted", false);
    }
    return new Permits(account, permits);
  }

  private static int units(long bytes) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
  }

  /** Bytes taken, until closed. */
  @FunctionalInterface
  public interface Lease extends AutoCloseable {
    /** Gives them back; does nothing when called again. */
    @Override
    void close();
  }

  private static final class Permits implements Lease {
    private final Semaphore account;
    private int permits;

    Permits(Semaphore account, int permits) {
      this.account = account;
      this.permits = permits;
    }

    @Override
    public void close() {
      account.release(permits);
      permits = 0;
    }
  }
}
