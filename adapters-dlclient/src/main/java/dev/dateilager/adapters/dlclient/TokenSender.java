package dev.dateilager.adapters.dlclient;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.Supplier;

/** Sends the token with each call, asked for anew each time so that it may be renewed. */
final class TokenSender implements ClientInterceptor {
  private final Supplier<String> token;

  TokenSender(Supplier<String> token) {
    this.token = token;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        headers.put(Wire.AUTHORIZATION, "Bearer " + token.get());
        super.start(listener, headers);
      }
    };
  }
}
