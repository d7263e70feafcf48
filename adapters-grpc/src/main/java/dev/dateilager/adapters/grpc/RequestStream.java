package dev.dateilager.adapters.grpc;

import com.google.protobuf.MessageLite;
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
 * The messages of a client-streaming call, for one blocking worker (I27). Small ones are asked for
 * ahead, one after the other, so that neither side waits for the other at each: another only while
 * the one being dealt with and those that wait are few and have less than {@link #AHEAD_BYTES}
 * together. So at most one large message is held.
 *
 * <p>The object's monitor guards {@code held}, {@code heldBytes}, {@code takenBytes} and {@code
 * asked}; nothing foreign is called under it.
 */
final class RequestStream<T extends MessageLite> implements StreamObserver<T> {
  /** Bytes below which another message is asked for. */
  static final int AHEAD_BYTES = 256 << 10;

  /** As many messages, at most, are held, for empty ones take memory, too. */
  static final int AHEAD = 64;

  private static final int NONE = -1;

  /** What gRPC says, in the order in which it says it: messages and one ending. */
  private sealed interface Event<T> {
    record Message<T>(T value) implements Event<T> {}

    record End<T>() implements Event<T> {}

    record Gone<T>() implements Event<T> {}
  }

  private final ServerCallStreamObserver<?> out;
  private final Intake.Call intake;
  private final Duration patience;
  private final @Nullable Deadline deadline = Context.current().getDeadline();
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private int held;
  private long heldBytes;
  private int takenBytes = NONE; // of the message that is dealt with, which is not kept
  private boolean asked;

  /** Must be made before the service method returns: gRPC takes handlers only until then. */
  RequestStream(ServerCallStreamObserver<?> out, Duration patience, Intake.Call intake) {
    this.out = out;
    this.intake = intake;
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
    doneWithTaken();
    askAhead();
    try {
      Event<T> event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new Cancelled("the peer sent nothing for " + patience, true);
      }
      return switch (event) {
        case Event.Message<T>(T value) -> {
          intake.requireRoom();
          yield Optional.of(take(value));
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

  private synchronized T take(T message) {
    takenBytes = message.getSerializedSize();
    return message;
  }

  private void doneWithTaken() {
    synchronized (this) {
      if (takenBytes == NONE) {
        return;
      }
      held--;
      heldBytes -= takenBytes;
      takenBytes = NONE;
    }
    intake.dealtWith();
  }

  private void askAhead() {
    synchronized (this) {
      if (asked || held >= AHEAD || heldBytes >= AHEAD_BYTES) {
        return;
      }
      asked = true;
    }
    out.request(1);
  }

  private synchronized void came(T message) {
    asked = false;
    held++;
    heldBytes += message.getSerializedSize();
  }

  private Cancelled gone(String why) {
    return new Cancelled(why, deadline != null && deadline.isExpired());
  }

  @Override
  public void onNext(T message) {
    came(message);
    events.add(new Event.Message<>(message));
    askAhead();
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
