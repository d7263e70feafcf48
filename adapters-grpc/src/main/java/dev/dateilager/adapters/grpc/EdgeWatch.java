package dev.dateilager.adapters.grpc;

import java.time.Duration;

/**
 * Who is told of an edge's calls.
 *
 * @param log gets a line of each
 * @param meter counts them
 * @param tracing follows them
 */
public record EdgeWatch(CallLog log, CallMeter meter, CallTracing tracing) {
  /** Counts nothing. */
  public static final CallMeter UNMETERED =
      new CallMeter() {
        @Override
        public Metered begun(String method) {
          return Uncounted.CALL;
        }

        @Override
        public void collected(String by, long contents) {}
      };

  /** Follows nothing. */
  public static final CallTracing UNTRACED = (_, _) -> Untraced.CALL;

  private enum Uncounted implements CallMeter.Metered {
    CALL;

    @Override
    public void received(long bytes) {}

    @Override
    public void sent(long bytes) {}

    @Override
    public void ended(String code, Duration took) {}
  }

  private enum Untraced implements CallTracing.Traced {
    CALL;

    @Override
    public CallTracing.Entered enter() {
      return () -> {};
    }

    @Override
    public void ended(String code) {}
  }
}
