package dev.dateilager.adapters.grpc;

import com.google.protobuf.MessageLite;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer's side of a streaming call, for one blocking worker (I27): {@link #send} waits until
 * the peer has room, so that no more than one message is ever buffered here.
 *
 * <p>{@code lock} guards {@code cancelled} and {@code worker}; gRPC's callbacks take it for moments
 * only. Nothing is called under it but {@code isReady} and {@code interrupt}.
 */
final class ResponseStream<T> {
  /** Ordinary parts are half as long; one of these for each call does no harm. */
  private static final int LARGE_BYTES = 1 << 20;

  private final ServerCallStreamObserver<T> out;
  private final Patience patience;
  private final @Nullable Deadline deadline = Context.current().getDeadline();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean cancelled;
  private @Nullable Thread worker;

  /** Must be made before the service method returns: gRPC takes handlers only until then. */
  ResponseStream(ServerCallStreamObserver<T> out, Patience patience) {
    this.out = out;
    this.patience = patience;
    out.setOnReadyHandler(this::wake);
    out.setOnCancelHandler(this::cancel);
  }

  /** Makes this thread the one that a cancellation interrupts, until {@link #leave}. */
  void enter() throws Cancelled {
    lock.lock();
    try {
      failIfCancelled();
      worker = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** From here on the thread is not interrupted any more. */
  void leave() {
    lock.lock();
    try {
      worker = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a message once the peer has room for it. A large one is gathered outside the heap: then
   * this waits until the peer has taken it, so that what bounds contents bounds this memory, too.
   *
   * @throws Cancelled if the peer went away, the call's deadline passed, or the peer took nothing
   *     for as long as patience lasts
   * @throws ResourceExhausted if others wait for memory, and the peer took nothing for a while
   */
  void send(T message) throws Cancelled, ResourceExhausted {
    awaitRoom();
    out.onNext(message);
    if (message instanceof MessageLite sent && sent.getSerializedSize() > LARGE_BYTES) {
      awaitRoom();
    }
  }

  private void awaitRoom() throws Cancelled, ResourceExhausted {
    long left = patience.longest().toNanos();
    long hurried = left - patience.whileScarce().toNanos();
    long look = Math.max(1, patience.whileScarce().toNanos() / 4);
    lock.lock();
    try {
      while (!cancelled && !out.isReady()) {
        if (left <= 0) {
          throw new Cancelled("the peer took nothing for " + patience.longest(), true);
        }
        if (left <= hurried && patience.scarce().getAsBoolean()) {
          throw new ResourceExhausted(
              "the peer took nothing for %s while others waited for the memory of its answer"
                  .formatted(patience.whileScarce()));
        }
        long step = Math.min(left, look);
        left -= step - changed.awaitNanos(step);
      }
      failIfCancelled();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Cancelled("the call was interrupted", isLate());
    } finally {
      lock.unlock();
    }
  }

  private void failIfCancelled() throws Cancelled {
    if (cancelled) {
      throw new Cancelled("the caller went away", isLate());
    }
  }

  private boolean isLate() {
    return deadline != null && deadline.isExpired();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void cancel() {
    lock.lock();
    try {
      cancelled = true;
      changed.signalAll();
      if (worker != null) {
        worker.interrupt(); // it may sit in a query that nobody waits for any more
      }
    } finally {
      lock.unlock();
    }
  }
}
