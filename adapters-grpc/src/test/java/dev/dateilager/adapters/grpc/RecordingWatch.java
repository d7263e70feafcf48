package dev.dateilager.adapters.grpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Remembers all that an edge tells. */
final class RecordingWatch implements CallLog, CallMeter, CallTracing {
  /** One call as the meter saw it. */
  record Counted(String method, String code, long received, long sent) {}

  final BlockingQueue<CallLog.Ended> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<Throwable> late = new LinkedBlockingQueue<>();
  final BlockingQueue<Counted> counted = new LinkedBlockingQueue<>();
  final AtomicInteger inFlight = new AtomicInteger();
  final Map<String, Long> collected = new ConcurrentHashMap<>();
  final BlockingQueue<String> spans = new LinkedBlockingQueue<>();
  final List<Optional<String>> traceparents = new CopyOnWriteArrayList<>();

  /** Whether this thread works for a call. */
  final ThreadLocal<Boolean> entered = ThreadLocal.withInitial(() -> false);

  EdgeWatch watch() {
    return new EdgeWatch(this, this, this);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told within 10 s");
    }
    return next;
  }

  @Override
  public void ended(CallLog.Ended call) {
    ended.add(call);
  }

  @Override
  public void failedLate(String id, String method, Throwable failure) {
    late.add(failure);
  }

  @Override
  public Metered begun(String method) {
    inFlight.incrementAndGet();
    var received = new AtomicLong();
    var sent = new AtomicLong();
    return new Metered() {
      @Override
      public void received(long bytes) {
        received.addAndGet(bytes);
      }

      @Override
      public void sent(long bytes) {
        sent.addAndGet(bytes);
      }

      @Override
      public void ended(String code, Duration took) {
        inFlight.decrementAndGet();
        counted.add(new Counted(method, code, received.get(), sent.get()));
      }
    };
  }

  @Override
  public void collected(String by, long contents) {
    collected.merge(by, contents, Long::sum);
  }

  @Override
  public Traced begun(String method, Function<String, Optional<String>> header) {
    traceparents.add(header.apply("traceparent"));
    return new Traced() {
      @Override
      public Entered enter() {
        entered.set(true);
        return () -> entered.set(false);
      }

      @Override
      public void ended(String code) {
        spans.add(method + " " + code);
      }
    };
  }
}
