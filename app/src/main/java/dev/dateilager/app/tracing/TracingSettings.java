package dev.dateilager.app.tracing;

import java.util.Map;

/**
 * Whether a command traces, and as part of what.
 *
 * @param on whether it does ({@code --tracing})
 * @param parent W3C trace headers of what started it, by name ({@code --otel-context}); none to
 *     look for them in the environment
 */
public record TracingSettings(boolean on, Map<String, String> parent) {
  /** It does not. */
  public static final TracingSettings OFF = new TracingSettings(false, Map.of());

  /** Copies the map. */
  public TracingSettings {
    parent = Map.copyOf(parent);
  }
}
