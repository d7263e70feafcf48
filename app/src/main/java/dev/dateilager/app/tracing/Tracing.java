package dev.dateilager.app.tracing;

import dev.dateilager.adapters.dlclient.OutgoingCalls;
import dev.dateilager.adapters.grpc.CallTracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.Map;

/** Makes spans of what a process does, or does not. Safe for use by many threads. */
public interface Tracing extends AutoCloseable {
  /** Makes none, and costs nothing. */
  Tracing OFF = new NoTracing();

  /** Work that may fail as use cases do. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws DateiLagerException, InterruptedException;
  }

  /**
   * Begins to trace if that is asked for.
   *
   * @param service what the process is called unless {@code OTEL_SERVICE_NAME} says otherwise
   * @param variables {@code OTEL_…}, {@code TRACEPARENT} and its like; may hold secrets
   * @throws InvalidArgument if the variables make no sense; they are named, not quoted (I23)
   */
  static Tracing of(TracingSettings settings, String service, Map<String, String> variables)
      throws InvalidArgument {
    return settings.on() ? OtelTracing.start(settings, service, variables) : OFF;
  }

  /** Makes a span of each call that comes in, as part of the caller's trace. */
  CallTracing incoming();

  /** Makes a span of each call that goes out, and sends the trace's context with it. */
  OutgoingCalls outgoing();

  /** Does {@code work} within a span of this name, below which all else of the process is. */
  void within(String name, Work work) throws DateiLagerException, InterruptedException;

  /** Sends what is not sent yet, for a few seconds at most. Never fails. */
  @Override
  void close();
}
