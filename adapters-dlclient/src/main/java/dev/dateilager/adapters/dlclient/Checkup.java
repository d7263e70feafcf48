package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.workspace.ClientFacts.ServerFacts;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Calls a server only to see what comes of it. */
final class Checkup {
  private static final CacheVersion NO_VERSION = new CacheVersion(Long.MAX_VALUE);

  private final Server server;

  Checkup(Server server) {
    this.server = server;
  }

  /**
   * Asks for a cache version that there cannot be, which every role may do, and every server
   * answers with an empty stream (wire.md §8): what fails is the way, or the token.
   */
  Reached look() {
    var session = new Session();
    var request = GetCacheRequest.newBuilder().setVersion(NO_VERSION.value()).build();
    try (OpenCall<?, GetCacheResponse> call =
        server.download(FsGrpc.getGetCacheMethod(), request, session)) {
      var _ = call.read();
      return new Reached(session.facts(Optional.empty()), Optional.empty());
    } catch (DateiLagerException.Unauthenticated | DateiLagerException.PermissionDenied refusal) {
      return new Reached(session.facts(Optional.empty()), Optional.of(refusal));
    } catch (DateiLagerException trouble) {
      return new Reached(session.facts(Optional.of(trouble)), Optional.empty());
    }
  }

  /** Looks at the connection that a call was made on. */
  private static final class Session implements ClientInterceptor {
    private volatile Optional<SSLSession> tls = Optional.empty();

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          ClientCall<Q, R> call = delegate();
          super.start(
              new SimpleForwardingClientCallListener<R>(listener) {
                @Override
                public void onClose(Status status, Metadata trailers) {
                  tls =
                      Optional.ofNullable(
                          call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
                  super.onClose(status, trailers);
                }
              },
              headers);
        }
      };
    }

    ServerFacts facts(Optional<DateiLagerException> trouble) {
      Optional<X509Certificate> certificate = tls.flatMap(Session::certificate);
      return new ServerFacts(
          trouble,
          tls.map(SSLSession::getProtocol),
          certificate.map(its -> its.getNotBefore().toInstant()),
          certificate.<Instant>map(its -> its.getNotAfter().toInstant()));
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
      try {
        Certificate first = session.getPeerCertificates()[0];
        return first instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
      } catch (SSLPeerUnverifiedException nobodyShown) {
        return Optional.empty();
      }
    }
  }
}
