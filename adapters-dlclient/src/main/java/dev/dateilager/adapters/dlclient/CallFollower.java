package dev.dateilager.adapters.dlclient;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Tells {@link OutgoingCalls} of each call, and sends what they want sent with it. */
final class CallFollower implements ClientInterceptor {
  private final OutgoingCalls calls;

  CallFollower(OutgoingCalls calls) {
    this.calls = calls;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        OutgoingCalls.Outgoing call = calls.begun(method.getFullMethodName());
        call.headers()
            .forEach(
                (name, value) ->
                    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) { // once, whatever happened
                call.ended(status.getCode().name());
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }
}
