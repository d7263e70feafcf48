package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * A TLS identity that can change while connections go on: each new connection is made with the
 * newest one, the others keep theirs. A session that a client would resume under the former
 * identity is made anew. Safe for use by many threads.
 */
final class ReloadingTls extends SslContext {
  private volatile SslContext current;

  private ReloadingTls(SslContext first) {
    this.current = first;
  }

  /**
   * The identity in the files.
   *
   * @throws InvalidArgument if they cannot be used; the message quotes nothing of them (I23)
   */
  static ReloadingTls of(TlsFiles files) throws InvalidArgument {
    return new ReloadingTls(TlsIdentity.read(files).context());
  }

  /**
   * Takes what is in the files now.
   *
   * @throws InvalidArgument if it cannot be used, or its certificate is over: the former identity
   *     stays
   */
  void reload(TlsFiles files) throws InvalidArgument {
    TlsIdentity next = TlsIdentity.read(files);
    next.requireCurrent();
    current = next.context();
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return current.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the class above, so it must be here
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return current.applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return current.newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return current.newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current.sessionContext();
  }
}
