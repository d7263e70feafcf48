package dev.dateilager.app.tracing;

import dev.dateilager.adapters.dlclient.OutgoingCalls;
import dev.dateilager.adapters.grpc.CallTracing;
import dev.dateilager.adapters.grpc.EdgeWatch;
import dev.dateilager.domain.model.DateiLagerException;

/** Makes no spans. */
final class NoTracing implements Tracing {
  @Override
  public CallTracing incoming() {
    return EdgeWatch.UNTRACED;
  }

  @Override
  public OutgoingCalls outgoing() {
    return OutgoingCalls.UNFOLLOWED;
  }

  @Override
  public void within(String name, Work work) throws DateiLagerException, InterruptedException {
    work.run();
  }

  @Override
  public void close() {}
}
