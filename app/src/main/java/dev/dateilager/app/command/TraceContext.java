package dev.dateilager.app.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** Reads {@code --otel-context}. Loaded only where there is one. */
final class TraceContext {
  private static final int MOST_CHARS = 8 << 10; // what metadata may hold
  private static final TypeToken<Map<String, String>> HEADERS = new TypeToken<>() {};

  private TraceContext() {}

  /**
   * The headers in a JSON object.
   *
   * @throws ParameterException if the text is none, or too long
   */
  static Map<String, String> headers(String text, RequestCommand command) {
    if (text.length() > MOST_CHARS) {
      throw command.wrong("--otel-context is longer than %d characters".formatted(MOST_CHARS));
    }
    try {
      Map<String, String> headers =
          new GsonBuilder().setStrictness(Strictness.STRICT).create().fromJson(text, HEADERS);
      if (headers != null && !headers.containsValue(null)) {
        return headers;
      }
    } catch (JsonParseException _) {
      // told below, and not by a parser's words
    }
    throw command.wrong("--otel-context must be a JSON object of strings");
  }
}
