package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.Optional;

/**
 * A streaming call, read and written by one blocking thread. No more than two messages are held,
 * either way. What fails is told as the domain tells it.
 */
final class OpenCall<Q, R> implements AutoCloseable {
  private final BlockingClientCall<Q, R> call;
  private final Optional<Patience> patience;

  /** A call whose peer may take as long as it likes. */
  OpenCall(BlockingClientCall<Q, R> call) {
    this(call, Optional.empty());
  }

  OpenCall(BlockingClientCall<Q, R> call, Optional<Patience> patience) {
    this.call = call;
    this.patience = patience;
  }

  /**
   * The next message; absent if the stream ended well.
   *
   * @throws Unavailable if, among others, the peer's time is over: the call is then cancelled
   */
  Optional<R> read() throws DateiLagerException {
    try {
      return Optional.ofNullable(patience.isPresent() ? patience.get().read(call) : call.read());
    } catch (Unavailable silent) {
      close();
      throw silent;
    } catch (StatusException failure) {
      throw Failures.of(failure.getStatus());
    } catch (InterruptedException stop) {
      throw interrupted();
    }
  }

  /**
   * Sends a message once the peer has room for it.
   *
   * @return false if the peer has answered already and takes no more
   */
  boolean write(Q message) throws DateiLagerException {
    try {
      return call.write(message);
    } catch (StatusException failure) {
      throw Failures.of(failure.getStatus());
    } catch (InterruptedException stop) {
      throw interrupted();
    }
  }

  void halfClose() {
    call.halfClose();
  }

  private Cancelled interrupted() {
    close();
    Thread.currentThread().interrupt();
    return new Cancelled("the call was interrupted", false);
  }

  /** Tells the peer to stop; nothing happens if the call has ended. */
  @Override
  public void close() {
    call.cancel("no more is wanted", Status.CANCELLED.asException());
  }
}
