package dev.dateilager.app.logging;

import dev.dateilager.adapters.grpc.CallLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one line of the log for each call; where an operator must act it is a line at error level,
 * with what went wrong and where, and there is no other.
 */
public final class CallLines implements CallLog {
  private final Log log;

  /**
   * @param log takes the lines
   */
  public CallLines(Log log) {
    this.log = log;
  }

  @Override
  public void ended(Ended call) {
    List<Object> fields =
        new ArrayList<>(
            List.of(
                "dl.request_id",
                call.id(),
                "grpc.method",
                call.method(),
                "grpc.code",
                call.code(),
                "took_ms",
                call.took().toMillis(),
                "subject",
                call.subject()));
    if (call.failure().isPresent()) {
      log.error("call failed", with(fields, call.failure().get()));
    } else {
      log.info("call ended", fields.toArray());
    }
  }

  @Override
  public void failedLate(String id, String method, Throwable failure) {
    log.error(
        "call failed after its end",
        with(new ArrayList<>(List.of("dl.request_id", id, "grpc.method", method)), failure));
  }

  private static Object[] with(List<Object> fields, Throwable failure) {
    fields.addAll(
        List.of("error", FailureText.words(failure), "stacktrace", FailureText.places(failure)));
    return fields.toArray();
  }
}
