package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets each role, and of projects each one, have only so many calls at a time (R9, I27): whoever
 * calls too much keeps nobody else from calling. Comes after the interceptor that tells the role;
 * health checks have none and pass.
 */
final class CallLimit implements ServerInterceptor {
  private final int most;
  private final ConcurrentHashMap<Role, Integer> calls = new ConcurrentHashMap<>();

  /**
   * @param most calls of one role at a time
   */
  CallLimit(int most) {
    this.most = most;
  }

  @Override
  public <ReqT, RespT> Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    Role role = EdgeCall.ROLE.get();
    if (role == null) {
      return next.startCall(call, headers);
    }
    if (calls.merge(role, 1, Integer::sum) > most) {
      ended(role);
      // old clients repeat reads after this status, and after no other (wire.md §6)
      call.close(
          Status.UNAVAILABLE.withDescription(
              "%s has %d calls under way, which is all it may; try again later"
                  .formatted(role, most)),
          new Metadata());
      return new Listener<>() {};
    }
    Listener<ReqT> started;
    try {
      started = next.startCall(call, headers);
    } catch (RuntimeException unplanned) {
      ended(role);
      throw unplanned;
    }
    return new SimpleForwardingServerCallListener<>(started) {
      @Override
      public void onComplete() {
        ended(role);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        ended(role);
        super.onCancel();
      }
    };
  }

  private void ended(Role role) {
    var _ = calls.computeIfPresent(role, (_, count) -> count == 1 ? null : count - 1);
  }
}
