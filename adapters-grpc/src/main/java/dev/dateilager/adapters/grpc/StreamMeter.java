package dev.dateilager.adapters.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Tells a {@link CallMeter} of every stream of a transport, before and beside all interceptors. A
 * method that is not offered is {@link CallMeter#OTHER}, whatever its name.
 */
final class StreamMeter extends ServerStreamTracer.Factory {
  private final CallMeter meter;
  private final Set<String> offered;
  private final LongSupplier nanoClock;

  /**
   * @param offered the names of all methods
   */
  StreamMeter(CallMeter meter, Set<String> offered, LongSupplier nanoClock) {
    this.meter = meter;
    this.offered = Set.copyOf(offered);
    this.nanoClock = nanoClock;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Stream(
        meter.begun(offered.contains(method) ? method : CallMeter.OTHER), nanoClock.getAsLong());
  }

  private final class Stream extends ServerStreamTracer {
    private final CallMeter.Metered call;
    private final long begun;

    Stream(CallMeter.Metered call, long begun) {
      this.call = call;
      this.begun = begun;
    }

    @Override
    public void inboundWireSize(long bytes) {
      call.received(Math.max(0, bytes)); // within one process: -1, not known
    }

    @Override
    public void outboundWireSize(long bytes) {
      call.sent(Math.max(0, bytes));
    }

    @Override
    public void streamClosed(Status status) {
      call.ended(status.getCode().name(), Duration.ofNanos(nanoClock.getAsLong() - begun));
    }
  }
}
