package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a client-streaming call, for one blocking worker: a message is asked for only
 * when the one before it has been dealt with, so that at most one is held (I27).
 */
final class RequestStream<T> implements StreamObserver<T> {
  /** What gRPC says, in the order in which it says it: at most one message and one ending. */
  private sealed interface Event<T> {
    record Message<T>(T value) implements Event<T> {}

    record End<T>() implements Event<T> {}

    record Gone<T>() implements Event<T> {}
  }

  private final ServerCallStreamObserver<?> out;
  private final Intake.Call intake = Intake.CURRENT.get();
  private final Duration patience;
  private final @Nullable Deadline deadline = Context.current().getDeadline();
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();

  /** Must be made before the service method returns: gRPC takes handlers only until then. */
  RequestStream(ServerCallStreamObserver<?> out, Duration patience) {
    this.out = out;
    this.patience = patience;
    out.disableAutoRequest();
    out.setOnCancelHandler(() -> events.add(new Event.Gone<>()));
  }

  /**
   * The next message, waited for; the one before it must have been dealt with.
   *
   * @return absent once the peer has said that it sends no more
   * @throws Cancelled if the peer went away, the call's deadline passed, or nothing came for as
   *     long as patience lasts
   * @throws DateiLagerException.ResourceExhausted if there is no room for the message
   */
  Optional<T> next() throws DateiLagerException {
    intake.dealtWith();
    out.request(1);
    try {
      Event<T> event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new Cancelled("the peer sent nothing for " + patience, true);
      }
      return switch (event) {
        case Event.Message<T>(T value) -> {
          intake.requireRoom();
          yield Optional.of(value);
        }
        case Event.End<T> _ -> Optional.empty();
        case Event.Gone<T> _ -> throw gone("the caller went away");
      };
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw gone("the call was interrupted");
    }
  }

  /** Nobody takes messages any more. */
  void close() {
    intake.over();
  }

  private Cancelled gone(String why) {
    return new Cancelled(why, deadline != null && deadline.isExpired());
  }

  @Override
  public void onNext(T message) {
    events.add(new Event.Message<>(message));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event.Gone<>());
  }

  @Override
  public void onCompleted() {
    events.add(new Event.End<>());
  }
}
