package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import io.grpc.ServerBuilder;
import java.io.IOException;

/** What a server listens on. */
interface Transport extends AutoCloseable {
  /**
   * A server that listens, once started, as the settings say.
   *
   * @throws DateiLagerException.InvalidArgument if it cannot be as they say
   */
  ServerBuilder<?> server(EdgeSettings settings) throws DateiLagerException;

  /**
   * Finishes what is left to do once a server listens.
   *
   * @throws IOException if that failed
   */
  default void listening() throws IOException {}

  /**
   * Shows connections from now on what is in the files now, if connections here are over TLS.
   *
   * @throws DateiLagerException.InvalidArgument if the files cannot be used; what was shown stays
   */
  default void reloadTls(TlsFiles files) throws DateiLagerException {}

  /** What is listened on, for people. */
  String where(EdgeSettings settings);

  /** Frees what its servers ran on; never fails. */
  @Override
  void close();
}
