package dev.dateilager.adapters.grpc;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a call is called in the log and in its trailers: the caller's own word if it sent a sane
 * one, else one made here.
 */
final class RequestId {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  /** Nothing that could forge a line of a log, or fill one. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private RequestId() {}

  /** The id of a call with these headers. */
  static String of(Metadata headers) {
    Iterable<String> sent = headers.getAll(KEY);
    if (sent != null) {
      var values = sent.iterator();
      String first = values.next();
      if (!values.hasNext() && SANE.matcher(first).matches()) {
        return first;
      }
    }
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
