package dev.dateilager.adapters.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.function.LongSupplier;

/**
 * The outermost interceptor (auth.md §3): makes an {@link EdgeCall} of each call, which tells who
 * watches, counts it until it has ended, and lets no failure of an inner interceptor out. Health
 * checks pass it by.
 */
final class CallInterceptor implements ServerInterceptor {
  private final LongSupplier nanoClock;
  private final EdgeWatch watch;
  private final ActiveCalls active;

  CallInterceptor(LongSupplier nanoClock, EdgeWatch watch, ActiveCalls active) {
    this.nanoClock = nanoClock;
    this.watch = watch;
    this.active = active;
  }

  /** Whether it is the one method that anyone may call and nobody wants to read about. */
  static boolean isHealthCheck(ServerCall<?, ?> call) {
    return isOf(call, HealthGrpc.getCheckMethod());
  }

  private static boolean isOf(ServerCall<?, ?> call, MethodDescriptor<?, ?> method) {
    return call.getMethodDescriptor().getFullMethodName().equals(method.getFullMethodName());
  }

  @Override
  public <ReqT, RespT> Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (isHealthCheck(call)) {
      return next.startCall(call, headers);
    }
    var edgeCall = new EdgeCall<>(call, headers, nanoClock, watch);
    Context context = Context.current().withValue(EdgeCall.CURRENT, edgeCall);
    boolean isWatch = isOf(call, HealthGrpc.getWatchMethod());
    if (!isWatch) {
      active.begun(); // gRPC promises that every call ends by onComplete or onCancel
    }
    return new EndListener<>(start(context, edgeCall, headers, next), edgeCall, isWatch);
  }

  private static <ReqT, RespT> Listener<ReqT> start(
      Context context,
      EdgeCall<ReqT, RespT> call,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next) {
    try {
      return Contexts.interceptCall(context, call, headers, next);
    } catch (RuntimeException unplanned) {
      call.close(call.failedWith(unplanned), new Metadata());
      return new Listener<>() {};
    }
  }

  private final class EndListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
    private final EdgeCall<?, ?> call;
    private final boolean isWatch;

    EndListener(Listener<ReqT> delegate, EdgeCall<?, ?> call, boolean isWatch) {
      super(delegate);
      this.call = call;
      this.isWatch = isWatch;
    }

    @Override
    public void onComplete() {
      ended();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      call.cancelled();
      ended();
      super.onCancel();
    }

    private void ended() {
      if (!isWatch) {
        active.ended();
      }
    }
  }
}
