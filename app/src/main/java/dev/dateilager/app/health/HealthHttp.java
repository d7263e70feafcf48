package dev.dateilager.app.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dateilager.app.json.Json;
import dev.dateilager.app.metrics.Figures;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /healthz} over HTTP (csi.md §4.2), for any method: 200 while the process can do its work,
 * 503 and the reason while it cannot (I19). The answer is a few bytes and holds no secret; nothing
 * but the path is read of a request. Beside it {@code /metrics}.
 */
public final class HealthHttp implements AutoCloseable {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private final HttpServer server;
  private final ExecutorService threads;
  private final Figures figures;
  private volatile Supplier<Optional<String>> trouble;

  private HealthHttp(HttpServer server, ExecutorService threads, Figures figures, String trouble) {
    this.server = server;
    this.threads = threads;
    this.figures = figures;
    this.trouble = () -> Optional.of(trouble);
  }

  /**
   * Starts to answer.
   *
   * @param host the address to listen on; empty for all
   * @param port 0 for any free one
   * @param figures what {@code /metrics} shows
   * @param trouble what stands in the way of its work at first
   * @throws FailedPrecondition if the address cannot be listened on
   */
  public static HealthHttp start(String host, int port, Figures figures, String trouble)
      throws FailedPrecondition {
    try {
      var address =
          host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
      HttpServer server = HttpServer.create(address, 0);
      ExecutorService threads =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("healthz-", 0).factory());
      var health = new HealthHttp(server, threads, figures, trouble);
      server.createContext("/", health::answer);
      server.setExecutor(threads);
      server.start();
      return health;
    } catch (IOException refused) {
      throw new FailedPrecondition(
          "cannot listen on port %d for /healthz: %s".formatted(port, refused.getMessage()),
          refused);
    }
  }

  /**
   * Changes the answer.
   *
   * @param why what stands in the way; absent if nothing does any more
   */
  public void report(Optional<String> why) {
    trouble = () -> why;
  }

  /**
   * Has each answer made anew.
   *
   * @param source what stands in the way at that moment; absent if nothing does
   */
  public void follow(Supplier<Optional<String>> source) {
    trouble = source;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/healthz" -> {
          Optional<String> why = trouble.get();
          send(exchange, why.isEmpty() ? 200 : 503, PLAIN, body(why));
        }
        case "/metrics" -> send(exchange, 200, Figures.CONTENT_TYPE, figures.text());
        default -> send(exchange, 404, PLAIN, "not found\n");
      }
    }
  }

  /** Two spaces of indentation and no line break at the end, as the Go daemon has it. */
  private static String body(Optional<String> why) {
    return "{\n  \"status\": %s,\n  \"error\": %s\n}"
        .formatted(Json.of(why.isEmpty() ? "healthy" : "error"), Json.of(why.orElse("")));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers no more. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
