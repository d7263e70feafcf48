package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;

/**
 * The peer as the calls see it: a channel, and the one moment at which all of them end.
 *
 * @param channel sends the token with each call
 * @param deadline absent for none
 * @param maxMessageBytes longest message, either way
 * @param patience for {@link #patientDownload}
 */
record Server(
    Channel channel, Optional<Deadline> deadline, int maxMessageBytes, Duration patience) {
  <Q, R> R unary(MethodDescriptor<Q, R> method, Q request, ClientInterceptor... interceptors)
      throws DateiLagerException {
    try {
      return ClientCalls.blockingV2UnaryCall(
          ClientInterceptors.intercept(channel, interceptors), method, options(), request);
    } catch (StatusException failure) {
      throw Failures.of(failure.getStatus());
    }
  }

  <Q, R> OpenCall<Q, R> download(
      MethodDescriptor<Q, R> method, Q request, ClientInterceptor... interceptors) {
    return new OpenCall<>(
        ClientCalls.blockingV2ServerStreamingCall(
            ClientInterceptors.intercept(channel, interceptors), method, options(), request));
  }

  /** A download that ends if the server sends nothing for too long. */
  <Q, R> OpenCall<Q, R> patientDownload(
      MethodDescriptor<Q, R> method, Q request, ClientInterceptor... interceptors) {
    var waiting = new Patience(method.getFullMethodName(), patience);
    return new OpenCall<>(
        ClientCalls.blockingV2ServerStreamingCall(
            ClientInterceptors.intercept(channel, interceptors),
            method,
            options().withStreamTracerFactory(waiting),
            request),
        Optional.of(waiting));
  }

  <Q, R> OpenCall<Q, R> upload(MethodDescriptor<Q, R> method) {
    return new OpenCall<>(ClientCalls.blockingClientStreamingCall(channel, method, options()));
  }

  private CallOptions options() {
    return deadline.map(CallOptions.DEFAULT::withDeadline).orElse(CallOptions.DEFAULT);
  }
}
