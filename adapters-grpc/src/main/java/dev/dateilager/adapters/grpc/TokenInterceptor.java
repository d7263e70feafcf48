package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenFingerprint;
import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Lets a call through only with one good token, and tells the handlers its role (auth.md §3, I22).
 * A missing token is UNAUTHENTICATED, a bad one PERMISSION_DENIED. Only the health check needs
 * none.
 */
final class TokenInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier verifier;

  TokenInterceptor(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public <ReqT, RespT> Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (CallInterceptor.isHealthCheck(call)) {
      return next.startCall(call, headers);
    }
    try {
      Role role = role(headers);
      EdgeCall.CURRENT.get().madeBy(role.toString());
      return Contexts.interceptCall(
          Context.current().withValue(EdgeCall.ROLE, role), call, headers, next);
    } catch (DateiLagerException refusal) {
      call.close(Statuses.of(refusal), new Metadata());
      return new Listener<>() {};
    }
  }

  private Role role(Metadata headers) throws Unauthenticated, PermissionDenied {
    Iterable<String> values = headers.getAll(AUTHORIZATION);
    if (values == null) {
      throw new Unauthenticated("no authorization came with the call");
    }
    var sent = values.iterator();
    String value = sent.next();
    if (sent.hasNext()) {
      throw new Unauthenticated("more than one authorization came with the call");
    }
    if (!value.startsWith(SCHEME)) {
      throw new Unauthenticated("the authorization does not start with 'Bearer '");
    }
    String token = value.substring(SCHEME.length()); // untrimmed, as the Go server takes it
    EdgeCall.CURRENT.get().madeBy("unverified:" + TokenFingerprint.of(token));
    return verifier.verify(token);
  }
}
