package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/**
 * Runs blocking handlers and answers what they return or throw: the outermost edge, where every
 * failure becomes a status.
 *
 * <p>A streaming handler gets a virtual thread of its own, because gRPC tells of room and of
 * cancellation on the thread that called the service method.
 */
final class Handlers {
  /** Answers with one value. */
  @FunctionalInterface
  interface Unary<T> {
    T answer(Role role) throws DateiLagerException;
  }

  /** Answers with one value that may be large. */
  @FunctionalInterface
  interface Bounded<T> {
    T answer(Role role, Answers.Room room) throws DateiLagerException;
  }

  /** Answers with a stream. */
  @FunctionalInterface
  interface Streaming<T> {
    void answer(Role role, ResponseStream<T> out) throws DateiLagerException;
  }

  /** Answers a stream with one value. */
  @FunctionalInterface
  interface Gathering<Q, T> {
    T answer(Role role, RequestStream<Q> in) throws DateiLagerException;
  }

  private final Executor threads;
  private final Patience patience;
  private final Answers answers;

  Handlers(Executor threads, Patience patience, Answers answers) {
    this.threads = threads;
    this.patience = patience;
    this.answers = answers;
  }

  /** Runs a unary handler on this thread; a caller that goes away does not stop it. */
  <T> void unary(StreamObserver<T> observer, Unary<T> handler) {
    var out = (ServerCallStreamObserver<T>) observer;
    out.setOnCancelHandler(() -> {}); // without one, answering a caller who went away would throw
    answer(
        out,
        () -> {
          T value = handler.answer(EdgeCall.ROLE.get());
          out.onNext(value);
        });
  }

  /**
   * Runs a unary handler that takes room for each part of its answer; the room is given back when
   * the answer has been sent, or nobody waits for it any more.
   */
  <T> void bounded(StreamObserver<T> observer, Bounded<T> handler) {
    var out = (ServerCallStreamObserver<T>) observer;
    Answers.Room room = answers.open();
    out.setOnCancelHandler(room::close);
    out.setOnCloseHandler(room::close);
    answer(
        out,
        () -> {
          T value = handler.answer(EdgeCall.ROLE.get(), room);
          out.onNext(value);
        });
  }

  /**
   * Runs a unary handler that may take long and may be stopped anywhere; it is interrupted when the
   * caller goes away.
   */
  <T> void stoppable(StreamObserver<T> observer, Unary<T> handler) {
    streaming(observer, (role, stream) -> stream.send(handler.answer(role)));
  }

  /** Runs a server-streaming handler; it is interrupted when the caller goes away. */
  <T> void streaming(StreamObserver<T> observer, Streaming<T> handler) {
    var out = (ServerCallStreamObserver<T>) observer;
    var stream = new ResponseStream<T>(out, patience);
    inOwnThread(
        out,
        () -> {
          stream.enter();
          try {
            handler.answer(EdgeCall.ROLE.get(), stream);
          } finally {
            stream.leave();
          }
          EdgeCall.CURRENT.get().announce(new Metadata()); // an empty stream has headers, too
        });
  }

  /**
   * Runs a client-streaming handler. It is not interrupted, for it writes: it notices when it asks
   * for the next message.
   */
  <Q, T> StreamObserver<Q> gathering(StreamObserver<T> observer, Gathering<Q, T> handler) {
    var out = (ServerCallStreamObserver<T>) observer;
    var in = new RequestStream<Q>(out, patience.longest());
    inOwnThread(
        out,
        () -> {
          try {
            out.onNext(handler.answer(EdgeCall.ROLE.get(), in));
          } finally {
            in.close();
          }
        });
    return in;
  }

  private void inOwnThread(ServerCallStreamObserver<?> out, Work work) {
    threads.execute(Context.current().wrap(() -> answer(out, work)));
  }

  /**
   * Nobody hears an answer to a call that has ended; but given to gRPC, it could overtake the
   * status with which the transport ends it, such as that of a message over the limit.
   */
  private static void answer(ServerCallStreamObserver<?> out, Work work) {
    EdgeCall<?, ?> call = EdgeCall.CURRENT.get();
    try (var _ = call.enter()) {
      work.run();
    } catch (DateiLagerException | RuntimeException | Error failure) {
      Status status = call.failedWith(failure);
      if (!out.isCancelled()) {
        out.onError(status.asRuntimeException());
      }
      return;
    }
    if (!out.isCancelled()) {
      out.onCompleted();
    }
  }

  private interface Work {
    void run() throws DateiLagerException;
  }
}
