package dev.dateilager.adapters.grpc;

import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessServerBuilder;

/** Connects client and server without a network; counts messages, not bytes. */
record InProcessTransport(String name) implements Transport {
  @Override
  public ServerBuilder<?> server(EdgeSettings settings) {
    return InProcessServerBuilder.forName(name);
  }

  @Override
  public String where(EdgeSettings settings) {
    return "name " + name;
  }

  @Override
  public void close() {}
}
