package dev.dateilager.app.tracing;

import dev.dateilager.adapters.dlclient.OutgoingCalls;
import dev.dateilager.adapters.grpc.CallTracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Spans by OpenTelemetry's SDK, sent as {@code OTEL_…} variables say; without any, over HTTP to a
 * collector on this machine. Spans hold names of methods and codes, and nothing that was sent
 * (I23).
 */
final class OtelTracing implements Tracing {
  private static final long LAST_SECONDS = 3;

  /** What a caller may say. Its baggage is not taken: it would be sent on, at our cost. */
  private static final TextMapPropagator FROM_CALLERS = W3CTraceContextPropagator.getInstance();

  private static final TextMapPropagator OURS =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  /** Above every span that has no other parent: a thread may have come from anywhere. */
  private volatile Context process;

  private OtelTracing(OpenTelemetrySdk sdk, Context process) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.dateilager");
    this.process = process;
  }

  static OtelTracing start(TracingSettings settings, String service, Map<String, String> variables)
      throws InvalidArgument {
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults(service))
              .addPropertiesCustomizer(_ -> properties(variables))
              .disableShutdownHook() // it is closed in its turn
              .build()
              .getOpenTelemetrySdk();
      return new OtelTracing(sdk, parent(settings.parent(), variables));
    } catch (ConfigurationException | IllegalArgumentException | IllegalStateException unusable) {
      // not passed on: it quotes what it was given (I23)
      throw new InvalidArgument(
          "cannot trace with the variables %s: see OpenTelemetry's specification for their values"
              .formatted(otelNames(variables)));
    }
  }

  /** As the Go commands export: spans alone, by HTTP (client.md §1). */
  private static Map<String, String> defaults(String service) {
    return Map.of(
        "otel.service.name",
        service,
        "otel.exporter.otlp.protocol",
        "http/protobuf",
        "otel.metrics.exporter",
        "none",
        "otel.logs.exporter",
        "none");
  }

  private static Map<String, String> properties(Map<String, String> variables) {
    var properties = new HashMap<String, String>();
    for (String name : otelNames(variables)) {
      properties.put(
          name.toLowerCase(Locale.ROOT).replace('_', '.'), variables.getOrDefault(name, ""));
    }
    return properties;
  }

  private static Set<String> otelNames(Map<String, String> variables) {
    var names = new TreeSet<>(variables.keySet());
    names.removeIf(name -> !name.startsWith("OTEL_"));
    return names;
  }

  private static Context parent(Map<String, String> given, Map<String, String> variables) {
    return OURS.extract(
        Context.root(),
        given,
        new Headers<>(
            name ->
                given.isEmpty()
                    ? Optional.ofNullable(variables.get(name.toUpperCase(Locale.ROOT)))
                    : Optional.ofNullable(given.get(name))));
  }

  private Span begun(String method, SpanKind kind, Context parent) {
    int slash = method.lastIndexOf('/');
    return tracer
        .spanBuilder(method)
        .setSpanKind(kind)
        .setParent(parent)
        .setAttribute("rpc.system", "grpc")
        .setAttribute("rpc.service", method.substring(0, Math.max(0, slash)))
        .setAttribute("rpc.method", method.substring(slash + 1))
        .startSpan();
  }

  private static void ended(Span span, String code, boolean isFailure) {
    span.setAttribute("rpc.grpc.status_code", GrpcCode.valueOf(code).number());
    if (isFailure) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  @Override
  public CallTracing incoming() {
    return (method, header) -> {
      Context caller = FROM_CALLERS.extract(Context.root(), header, new Headers<>(header));
      Span span = begun(method, SpanKind.SERVER, caller);
      return new CallTracing.Traced() {
        @Override
        @SuppressWarnings("MustBeClosedChecker") // the edge closes it
        public CallTracing.Entered enter() {
          Scope scope = Context.root().with(span).makeCurrent();
          return scope::close;
        }

        @Override
        public void ended(String code) {
          OtelTracing.ended(span, code, GrpcCode.valueOf(code).isServersFault());
        }
      };
    };
  }

  @Override
  public OutgoingCalls outgoing() {
    return method -> {
      boolean within = Span.current().getSpanContext().isValid();
      Context parent = within ? Context.current() : process;
      Span span = begun(method, SpanKind.CLIENT, parent);
      var headers = new HashMap<String, String>();
      OURS.inject(parent.with(span), headers, (_, name, value) -> headers.put(name, value));
      return new OutgoingCalls.Outgoing() {
        @Override
        public Map<String, String> headers() {
          return headers;
        }

        @Override
        public void ended(String code) {
          OtelTracing.ended(span, code, !code.equals(GrpcCode.OK.name()));
        }
      };
    };
  }

  @Override
  public void within(String name, Work work) throws DateiLagerException, InterruptedException {
    Context before = process;
    Span span = tracer.spanBuilder(name).setParent(before).startSpan();
    process = before.with(span);
    boolean done = false;
    try (Scope _ = process.makeCurrent()) {
      work.run();
      done = true;
    } finally {
      if (!done) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
      process = before;
    }
  }

  @Override
  public void close() {
    sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
  }
}
