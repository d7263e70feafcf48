package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Takes every call for one of an admin: whoever reaches the socket is root or the daemon's own
 * user, as {@link PeerCheck} saw to (I28). A token is neither needed nor looked at.
 */
final class SocketInterceptor implements ServerInterceptor {
  private static final Role ADMIN = new Role.Admin();

  @Override
  public <ReqT, RespT> Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (CallInterceptor.isHealthCheck(call)) {
      return next.startCall(call, headers);
    }
    EdgeCall.CURRENT.get().madeBy(ADMIN + " by socket");
    return Contexts.interceptCall(
        Context.current().withValue(EdgeCall.ROLE, ADMIN), call, headers, next);
  }
}
