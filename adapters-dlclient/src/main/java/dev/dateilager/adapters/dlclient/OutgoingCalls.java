package dev.dateilager.adapters.dlclient;

import java.util.Map;

/** Follows the calls that a client makes. Safe for use by many threads. */
@FunctionalInterface
public interface OutgoingCalls {
  /** Follows nothing. */
  OutgoingCalls UNFOLLOWED =
      _ ->
          new Outgoing() {
            @Override
            public Map<String, String> headers() {
              return Map.of();
            }

            @Override
            public void ended(String code) {}
          };

  /**
   * A call begins, on the thread that wants it.
   *
   * @param method such as {@code pb.Fs/Get}
   */
  Outgoing begun(String method);

  /** One call under way; what is repeated for it is one call. */
  interface Outgoing {
    /** What is sent with it, ASCII values by name. */
    Map<String, String> headers();

    /**
     * It has ended; told once.
     *
     * @param code such as {@code OK}
     */
    void ended(String code);
  }
}
