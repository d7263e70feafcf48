package dev.dateilager.adapters.grpc;

import java.time.Duration;

/**
 * Counts calls, those included that no handler saw: health checks, calls without a good token, and
 * of methods that there are not. Called on threads of the transport, which must not be held up.
 * Safe for use by many threads.
 */
public interface CallMeter {
  /** Stands for every method that the edge does not offer: peers may name as many as they like. */
  String OTHER = "other";

  /**
   * A call has begun; every one ends.
   *
   * @param method such as {@code pb.Fs/Get}, one that the edge offers, or {@link #OTHER}
   */
  Metered begun(String method);

  /**
   * Garbage was collected.
   *
   * @param by the kind of collection: {@code project}, {@code random-projects} or {@code contents}
   * @param contents how many contents were deleted
   */
  void collected(String by, long contents);

  /** One call under way. */
  interface Metered {
    /** Bytes of messages came in, as they are on the wire; at times parts of a message. */
    void received(long bytes);

    /** Bytes of messages went out, as they are on the wire. */
    void sent(long bytes);

    /**
     * It has ended; told once, last.
     *
     * @param code such as {@code OK}
     */
    void ended(String code, Duration took);
  }
}
