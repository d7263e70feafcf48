package dev.dateilager.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.adapters.dlclient.OutgoingCalls;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

  private final OtlpReceiver receiver;

  TracingTest() throws Exception {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Tracing tracing(Map<String, String> parent, String traceparent) throws Exception {
    return Tracing.of(
        new TracingSettings(true, parent),
        "dateilager-test",
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_BSP_SCHEDULE_DELAY",
            "50",
            "TRACEPARENT",
            traceparent));
  }

  private OtlpReceiver.Span span(String name, int kind) throws Exception {
    return receiver.await(span -> span.name().equals(name) && span.kind() == kind);
  }

  @DisplayName("cli.md §3.1: --otel-context is what a command is part of")
  @Test
  void command_andItsCalls_areOneTraceBelowTheGivenContext() throws Exception {
    var sent = new AtomicReference<String>("");
    try (Tracing tracing = tracing(Map.of("traceparent", TRACEPARENT), "")) {
      tracing.within(
          "client.Rebuild",
          () -> {
            OutgoingCalls.Outgoing call = tracing.outgoing().begun("pb.Fs/GetCompress");
            sent.set(call.headers().getOrDefault("traceparent", ""));
            call.ended("OK");
          });
    }

    OtlpReceiver.Span command = span("client.Rebuild", 1);
    OtlpReceiver.Span call = span("pb.Fs/GetCompress", 3);
    assertThat(command.trace()).isEqualTo(TRACE);
    assertThat(command.parent()).isEqualTo(CALLER);
    assertThat(call.trace()).isEqualTo(TRACE);
    assertThat(call.parent()).isEqualTo(command.id());
    assertThat(sent.get()).isEqualTo("00-" + TRACE + "-" + call.id() + "-01");
    assertThat(call.everything()).contains("rpc.service", "pb.Fs", "rpc.method", "GetCompress");
  }

  @Test
  void context_isTakenFromTheEnvironmentWithoutOneGiven() throws Exception {
    try (Tracing tracing = tracing(Map.of(), TRACEPARENT)) {
      tracing.within("client.Get", () -> {});
    }

    assertThat(span("client.Get", 1).parent()).isEqualTo(CALLER);
  }

  @Test
  void callsOfOtherThreads_belongToTheCommand() throws Exception {
    try (Tracing tracing = tracing(Map.of(), "")) {
      tracing.within(
          "client.Update",
          () ->
              Thread.ofVirtual()
                  .start(() -> tracing.outgoing().begun("pb.Fs/Update").ended("UNAVAILABLE"))
                  .join());
    }

    assertThat(span("pb.Fs/Update", 3).parent()).isEqualTo(span("client.Update", 1).id());
  }

  @DisplayName(
      "wire.md §5: an incoming call is part of its caller's trace, and its own calls of it")
  @Test
  void incomingCall_continuesTheCallersTrace() throws Exception {
    try (Tracing tracing = tracing(Map.of(), "")) {
      var headers = Map.of("traceparent", TRACEPARENT, "baggage", "k=v");
      var call =
          tracing
              .incoming()
              .begun("pb.Cached/PopulateDiskCache", name -> Optional.ofNullable(headers.get(name)));
      try (var _ = call.enter()) {
        var on = tracing.outgoing().begun("pb.Fs/GetCache");
        assertThat(on.headers())
            .containsOnlyKeys("traceparent"); // a caller's baggage is not sent on
        on.ended("OK");
      }
      call.ended("OK");
    }

    OtlpReceiver.Span served = span("pb.Cached/PopulateDiskCache", 2);
    assertThat(served.trace()).isEqualTo(TRACE);
    assertThat(served.parent()).isEqualTo(CALLER);
    assertThat(span("pb.Fs/GetCache", 3).parent()).isEqualTo(served.id());
  }

  @Test
  void nonsenseOfACaller_beginsATraceOfItsOwn() throws Exception {
    try (Tracing tracing = tracing(Map.of(), "")) {
      tracing.incoming().begun("pb.Fs/Get", _ -> Optional.of("00-zz-\u0000-77,,=")).ended("OK");
    }

    assertThat(span("pb.Fs/Get", 2).parent()).isEmpty();
  }

  @Test
  void failedWork_failsAsItDid() throws Exception {
    try (Tracing tracing = tracing(Map.of(), "")) {
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(
              () ->
                  tracing.within(
                      "client.Get",
                      () -> {
                        throw new NotFound("no project 1");
                      }));
    }

    assertThat(span("client.Get", 1).everything()).doesNotContain("no project");
  }

  @DisplayName("I23: variables that make no sense are named, never quoted")
  @Test
  void nonsenseInVariables_isRefusedWithoutQuotingIt() {
    for (String name :
        new String[] {
          "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_BSP_SCHEDULE_DELAY",
        }) {
      assertThatExceptionOfType(InvalidArgument.class)
          .as(name)
          .isThrownBy(
              () ->
                  Tracing.of(
                          new TracingSettings(true, Map.of()),
                          "x",
                          Map.of(name, "ftp:canary", "OTEL_EXPORTER_OTLP_HEADERS", "a=canary"))
                      .close())
          .withMessageContaining(name)
          .withMessageNotContaining("canary");
    }
  }

  @Test
  void otlpOverGrpc_isRefused_forNothingHereSendsIt() { // docs/adr/0006
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(
            () ->
                Tracing.of(
                        new TracingSettings(true, Map.of()),
                        "x",
                        Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
                    .close());
  }

  @Test
  void off_tracesNothing() throws Exception {
    Tracing off = Tracing.of(TracingSettings.OFF, "x", Map.of());

    assertThat(off).isSameAs(Tracing.OFF);
    assertThat(off.outgoing()).isSameAs(OutgoingCalls.UNFOLLOWED);
  }
}
