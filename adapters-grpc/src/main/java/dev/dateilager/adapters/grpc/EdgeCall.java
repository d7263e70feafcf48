package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One call as the edge sees it: who makes it, the metadata of its answer, and its line in the
 * access log. Handlers reach it through {@link #CURRENT}.
 *
 * <p>The line holds the subject after verification, never a token (I23).
 */
final class EdgeCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
  /** The call that a handler answers. */
  static final Context.Key<EdgeCall<?, ?>> CURRENT = Context.key("dateilager-call");

  /** Who makes it; set once the token is verified. */
  static final Context.Key<Role> ROLE = Context.key("dateilager-role");

  private final LongSupplier nanoClock;
  private final AccessLog accessLog;
  private final long begun;
  private final Metadata trailers = new Metadata();
  private final AtomicBoolean logged = new AtomicBoolean();
  private final AtomicBoolean headersSent = new AtomicBoolean();
  private volatile String subject = "-";

  EdgeCall(ServerCall<ReqT, RespT> call, LongSupplier nanoClock, AccessLog accessLog) {
    super(call);
    this.nanoClock = nanoClock;
    this.accessLog = accessLog;
    this.begun = nanoClock.getAsLong();
  }

  /** Notes for the log who makes the call: a role, or the fingerprint of a refused token. */
  void madeBy(String who) {
    subject = who;
  }

  /** Sends the answer's headers now, before any message. */
  void announce(Metadata headers) {
    sendHeaders(headers);
  }

  /** Adds to what ends the answer if it ends well. */
  void addTrailers(Metadata more) {
    trailers.merge(more);
  }

  /** Headers go out once: what the stub sends before its first message comes too late then. */
  @Override
  public void sendHeaders(Metadata headers) {
    if (headersSent.compareAndSet(false, true)) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void close(Status status, Metadata ending) {
    if (status.isOk()) {
      ending.merge(trailers);
    }
    super.close(status, ending);
    log(status.getCode());
  }

  /** Notes that the peer went away, or its deadline passed. */
  void cancelled() {
    var deadline = Context.current().getDeadline();
    boolean late = deadline != null && deadline.isExpired();
    log(late ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED);
  }

  private void log(Status.Code code) {
    if (logged.compareAndSet(false, true)) {
      accessLog.ended(
          getMethodDescriptor().getFullMethodName(),
          code,
          Duration.ofNanos(nanoClock.getAsLong() - begun),
          subject);
    }
  }
}
