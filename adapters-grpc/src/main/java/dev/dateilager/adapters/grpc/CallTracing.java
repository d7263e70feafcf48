package dev.dateilager.adapters.grpc;

import java.util.Optional;
import java.util.function.Function;

/** Follows calls in a distributed trace. Safe for use by many threads. */
public interface CallTracing {
  /**
   * A call has begun, health checks left out.
   *
   * @param method such as {@code pb.Fs/Get}, one that the edge offers
   * @param header what came with the call under an ASCII name, the last if more than one did; the
   *     caller is not known yet and may send anything
   */
  Traced begun(String method, Function<String, Optional<String>> header);

  /** One call under way. */
  interface Traced {
    /** Makes it what this thread works for, until closed by the same thread. */
    Entered enter();

    /**
     * It has ended; told once.
     *
     * @param code such as {@code OK}
     */
    void ended(String code);
  }

  /** See {@link Traced#enter}. */
  interface Entered extends AutoCloseable {
    @Override
    void close();
  }
}
