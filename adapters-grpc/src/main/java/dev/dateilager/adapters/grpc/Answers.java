package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the unary answers of an edge may hold in memory, from the first of their parts until they
 * are sent (I27). Safe for use by many threads.
 *
 * <p>Nobody waits for room here: two answers that each have half of theirs would wait for each
 * other.
 */
final class Answers {
  /** What a part costs on the heap, roughly, on top of its bytes on the wire. */
  static final int PART_OVERHEAD_BYTES = 200;

  private final int messageBytes;
  private final long together;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param messageBytes most bytes of one answer on the wire
   * @param together most bytes of all answers in memory
   */
  Answers(int messageBytes, long together) {
    this.messageBytes = messageBytes;
    this.together = together;
  }

  /** Of which all together may have a quarter of the largest heap. */
  static Answers ofProcess(int messageBytes) {
    return new Answers(messageBytes, Math.max(1, Runtime.getRuntime().maxMemory() / 4));
  }

  /** Room for one answer, empty as yet; closed once the answer is sent. */
  Room open() {
    return new Room();
  }

  /** How many bytes all open rooms hold. */
  long heldBytes() {
    return held.get();
  }

  /** What one answer has taken; for one thread at a time. */
  final class Room implements AutoCloseable {
    private long wireBytes;
    private long taken;

    /**
     * Takes room for one more part.
     *
     * @param bytes on the wire
     * @throws ResourceExhausted if the message, or all answers together, would be too large;
     *     nothing was taken
     */
    void take(int bytes) throws ResourceExhausted {
      if (wireBytes + bytes > messageBytes) {
        throw new ResourceExhausted(
            "the answer is larger than a message may be, %d bytes; ask for less at once"
                .formatted(messageBytes));
      }
      long more = (long) bytes + PART_OVERHEAD_BYTES;
      if (held.addAndGet(more) > together) {
        var _ = held.addAndGet(-more);
        throw new ResourceExhausted(
            "unary answers may hold %d bytes of memory together; ask for less at once, or later"
                .formatted(together));
      }
      wireBytes += bytes;
      taken += more;
    }

    /** Gives everything back; does nothing when called again. */
    @Override
    public void close() {
      var _ = held.addAndGet(-taken);
      taken = 0;
    }
  }
}
