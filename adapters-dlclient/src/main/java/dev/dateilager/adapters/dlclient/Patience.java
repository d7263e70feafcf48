package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How long one call waits for a server that accepted it and then sends nothing, or next to nothing
 * (I27): pings tell only that its machine lives.
 *
 * <p>Only time that the reader spends waiting counts, so a reader that is slow to take messages
 * never runs out of it. A long message on a slow line does not either, as long as {@value
 * #BYTES_PER_SECOND} bytes of it a second come.
 */
final class Patience extends ClientStreamTracer.Factory {
  /** Below it a server dribbles; no line over which caches are downloaded is so slow. */
  static final long BYTES_PER_SECOND = 8 << 10;

  private final String method;
  private final Duration longest;
  private final AtomicLong arrived = new AtomicLong();

  /**
   * For one call.
   *
   * @param method what failures name
   * @param longest 1 ms to 1 day
   */
  Patience(String method, Duration longest) {
    this.method = method;
    this.longest = longest;
  }

  /**
   * The call's next message.
   *
   * @return null if the stream ended well
   * @throws Unavailable if too little came for too long; the call is still open
   */
  <R> @Nullable R read(BlockingClientCall<?, R> call)
      throws StatusException, InterruptedException, Unavailable {
    long before = arrived.get();
    while (true) {
      try {
        return call.read(longest.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        long now = arrived.get();
        if (now - before < enough()) {
          throw silent(now - before);
        }
        before = now;
      }
    }
  }

  private long enough() {
    return Math.max(1, longest.toMillis() * BYTES_PER_SECOND / 1000);
  }

  private Unavailable silent(long bytes) {
    return new Unavailable(
        "%s: the server sent %s for %s"
            .formatted(method, bytes == 0 ? "nothing" : "only " + bytes + " bytes", words()));
  }

  private String words() {
    long millis = longest.toMillis();
    return millis % 60_000 == 0
        ? words(millis / 60_000, "minute")
        : millis % 1000 == 0 ? words(millis / 1000, "second") : words(millis, "millisecond");
  }

  private static String words(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void inboundWireSize(long bytes) { // as they come, not only when a message is whole
        arrived.addAndGet(Math.max(0, bytes)); // in one process: -1, not known
      }
    };
  }
}
