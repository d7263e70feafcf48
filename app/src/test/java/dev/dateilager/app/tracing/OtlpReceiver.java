package dev.dateilager.app.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** A collector that takes spans by OTLP over HTTP, and remembers them. */
public final class OtlpReceiver implements AutoCloseable {
  /**
   * A span as it was sent.
   *
   * @param parent of 16 hexadecimal digits; empty for none
   * @param kind 1 internal, 2 server, 3 client
   * @param everything the whole of it, for who looks for what must not be in it
   */
  public record Span(
      String trace, String id, String parent, String name, int kind, String everything) {}

  private final BlockingQueue<Span> arrived = new LinkedBlockingQueue<>();
  private final List<Span> seen = new ArrayList<>();
  private final HttpServer server;

  /** Listens on a port of this machine. */
  public OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} must be. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var in = exchange.getRequestBody();
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] body = (zipped ? new GZIPInputStream(in) : in).readAllBytes();
      // ExportTraceServiceRequest.resource_spans.scope_spans.spans
      for (ByteBuffer resource : fields(ByteBuffer.wrap(body), 1)) {
        for (ByteBuffer scope : fields(resource, 2)) {
          fields(scope, 2).forEach(span -> arrived.add(span(span)));
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(ByteBuffer bytes) {
    return new Span(
        hex(fields(bytes, 1)),
        hex(fields(bytes, 2)),
        hex(fields(bytes, 4)),
        text(fields(bytes, 5).getFirst()),
        fields(bytes, 6).isEmpty() ? 0 : fields(bytes, 6).getFirst().get(0),
        text(bytes));
  }

  /** The first span that is as wanted, waited for. */
  public Span await(Predicate<Span> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      for (Span span : seen) {
        if (wanted.test(span)) {
          return span;
        }
      }
      Span next = arrived.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("no such span among " + seen);
      }
      seen.add(next);
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private static String hex(List<ByteBuffer> values) {
    if (values.isEmpty()) {
      return "";
    }
    var bytes = new byte[values.getFirst().remaining()];
    values.getFirst().duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The values of a field of a protobuf message; of numbers their last byte. */
  private static List<ByteBuffer> fields(ByteBuffer message, int wanted) {
    var found = new ArrayList<ByteBuffer>();
    ByteBuffer in = message.duplicate();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int begin = in.position();
      int length =
          switch ((int) tag & 7) {
            case 0 -> {
              varint(in);
              yield in.position() - begin;
            }
            case 1 -> 8;
            case 2 -> {
              int bytes = (int) varint(in);
              begin = in.position();
              yield bytes;
            }
            case 5 -> 4;
            default -> throw new IllegalArgumentException("no protobuf");
          };
      if (tag >>> 3 == wanted) {
        found.add(in.slice(begin, length));
      }
      in.position(begin + length);
    }
    return found;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
