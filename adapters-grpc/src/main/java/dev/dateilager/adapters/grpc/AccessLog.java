package dev.dateilager.adapters.grpc;

import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Is told of every call that has ended, but of health checks. Safe for use by many threads. */
@FunctionalInterface
interface AccessLog {
  /**
   * One call has ended.
   *
   * @param method such as {@code pb.Fs/Get}
   * @param took from its headers to its status
   * @param subject the role that the verified token speaks for, {@code unverified:} and the
   *     fingerprint of a refused one, or {@code -} without one; never a token (I23)
   */
  void ended(String method, Status.Code code, Duration took, String subject);

  /** Writes one line a call to the platform's logger. */
  static AccessLog ofPlatform() {
    Logger log = System.getLogger("dev.dateilager.access");
    return (method, code, took, subject) ->
        log.log(
            Level.INFO,
            "method={0} code={1} ms={2} subject={3}",
            method,
            code,
            Long.toString(took.toMillis()),
            subject);
  }
}
