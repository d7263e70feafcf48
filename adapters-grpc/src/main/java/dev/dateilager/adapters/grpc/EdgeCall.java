package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.proto.pb.GcContentsResponse;
import dev.dateilager.proto.pb.GcProjectResponse;
import dev.dateilager.proto.pb.GcRandomProjectsResponse;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as the edge sees it: its id, who makes it, the metadata of its answer, its line in the
 * log and its place in a trace. Handlers reach it through {@link #CURRENT}.
 *
 * <p>The line holds the subject after verification, never a token (I23).
 */
final class EdgeCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
  /** The call that a handler answers. */
  static final Context.Key<EdgeCall<?, ?>> CURRENT = Context.key("dateilager-call");

  /** Who makes it; set once the token is verified. */
  static final Context.Key<Role> ROLE = Context.key("dateilager-role");

  private final LongSupplier nanoClock;
  private final EdgeWatch watch;
  private final String id;
  private final CallTracing.Traced traced;
  private final long begun;
  private final Metadata trailers = new Metadata();
  private final AtomicBoolean logged = new AtomicBoolean();
  private final AtomicBoolean headersSent = new AtomicBoolean();
  private volatile String subject = "-";
  private volatile @Nullable Throwable failure;

  EdgeCall(
      ServerCall<ReqT, RespT> call, Metadata headers, LongSupplier nanoClock, EdgeWatch watch) {
    super(call);
    this.nanoClock = nanoClock;
    this.watch = watch;
    this.id = RequestId.of(headers);
    this.begun = nanoClock.getAsLong();
    this.traced =
        watch
            .tracing()
            .begun(
                method(),
                name ->
                    Optional.ofNullable(
                        headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))));
  }

  private String method() {
    return getMethodDescriptor().getFullMethodName();
  }

  /** Notes for the log who makes the call: a role, or the fingerprint of a refused token. */
  void madeBy(String who) {
    subject = who;
  }

  /** Has this thread work for the call's part of a trace. */
  CallTracing.Entered enter() {
    return traced.enter();
  }

  /** Sends the answer's headers now, before any message. */
  void announce(Metadata headers) {
    sendHeaders(headers);
  }

  /** Adds to what ends the answer if it ends well. */
  void addTrailers(Metadata more) {
    trailers.merge(more);
  }

  /**
   * The status of what made the call fail. It gets into the log if the peer is told less than is
   * known or an operator must act.
   */
  Status failedWith(Throwable cause) {
    if (Statuses.isForOperators(cause)) {
      failure = cause;
      if (logged.get()) {
        watch.log().failedLate(id, method(), cause);
      }
    }
    return Statuses.ofAny(cause);
  }

  /** Headers go out once: what the stub sends before its first message comes too late then. */
  @Override
  public void sendHeaders(Metadata headers) {
    if (headersSent.compareAndSet(false, true)) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(RespT message) {
    super.sendMessage(message);
    switch (message) {
      case GcProjectResponse done -> watch.meter().collected("project", done.getCount());
      case GcRandomProjectsResponse done ->
          watch.meter().collected("random-projects", done.getCount());
      case GcContentsResponse done -> watch.meter().collected("contents", done.getCount());
      default -> {} // only what garbage collections did is of interest
    }
  }

  @Override
  public void close(Status status, Metadata ending) {
    if (status.isOk()) {
      ending.merge(trailers);
    }
    ending.discardAll(RequestId.KEY);
    ending.put(RequestId.KEY, id);
    super.close(status, ending);
    ended(status.getCode());
  }

  /** Notes that the peer went away, or its deadline passed. */
  void cancelled() {
    var deadline = Context.current().getDeadline();
    boolean late = deadline != null && deadline.isExpired();
    ended(late ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED);
  }

  private void ended(Status.Code code) {
    if (logged.compareAndSet(false, true)) {
      traced.ended(code.name());
      watch
          .log()
          .ended(
              new CallLog.Ended(
                  id,
                  method(),
                  code.name(),
                  Duration.ofNanos(nanoClock.getAsLong() - begun),
                  subject,
                  Optional.ofNullable(failure)));
    }
  }
}
