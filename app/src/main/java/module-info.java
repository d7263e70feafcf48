import org.jspecify.annotations.NullMarked;

/** The {@code dateilager} command: wires every other room into server, daemon and client. */
@NullMarked
@SuppressWarnings("requires-automatic") // Dagger, OpenTelemetry and Prometheus ship none
module dev.dateilager.app {
  requires static java.compiler; // Dagger's output carries its @Generated
  requires static org.jspecify;
  requires com.google.gson;
  requires dagger;
  requires dev.dateilager.adapters.archive;
  requires dev.dateilager.adapters.dlclient;
  requires dev.dateilager.adapters.fs;
  requires dev.dateilager.adapters.grpc;
  requires dev.dateilager.adapters.postgres;
  requires dev.dateilager.domain;
  requires dev.dateilager.proto;
  requires info.picocli;
  requires io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires io.opentelemetry.sdk;
  requires io.opentelemetry.sdk.autoconfigure;
  requires io.opentelemetry.sdk.autoconfigure.spi;
  requires io.opentelemetry.sdk.common;
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.instrumentation.jvm;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires jakarta.inject;
  requires java.logging;
  requires java.net.http; // for OpenTelemetry's sender, which has no descriptor to say so
  requires jdk.httpserver;

  opens dev.dateilager.app.command to
      info.picocli; // sets the options' fields
}
