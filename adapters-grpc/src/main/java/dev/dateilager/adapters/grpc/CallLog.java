package dev.dateilager.adapters.grpc;

import java.time.Duration;
import java.util.Optional;

/**
 * Is told of every call that has ended, but of health checks; of no token, and nothing that was
 * sent (I23). Called on threads of the edge, which must not be held up. Safe for use by many
 * threads.
 */
public interface CallLog {
  /** One call has ended; told once for each. */
  void ended(Ended call);

  /**
   * A handler failed although its call had ended before, as when the caller went away.
   *
   * @param id of the call
   * @param method as in {@link Ended}
   * @param failure as in {@link Ended}
   */
  void failedLate(String id, String method, Throwable failure);

  /**
   * A call that has ended.
   *
   * @param id names the call; its caller has it, too, in the trailers
   * @param method such as {@code pb.Fs/Get}
   * @param code such as {@code NOT_FOUND}
   * @param took from its headers to its status
   * @param subject the role that the verified token speaks for, {@code unverified:} and the
   *     fingerprint of a refused one, or {@code -} without one; never a token (I23)
   * @param failure what went wrong, where the caller was told less than is known or an operator
   *     must act; absent for all else
   */
  record Ended(
      String id,
      String method,
      String code,
      Duration took,
      String subject,
      Optional<Throwable> failure) {}
}
