package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import io.grpc.ServerBuilder;

/** What a server listens on. */
interface Transport extends AutoCloseable {
  /**
   * A server that listens, once started, as the settings say.
   *
   * @throws DateiLagerException.InvalidArgument if it cannot be as they say
   */
  ServerBuilder<?> server(EdgeSettings settings) throws DateiLagerException;

  /** Frees what its servers ran on; never fails. */
  @Override
  void close();
}
