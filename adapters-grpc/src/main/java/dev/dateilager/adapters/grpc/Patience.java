package dev.dateilager.adapters.grpc;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a call waits for a peer that neither reads nor writes. While others wait for the memory
 * that answers hold, a peer that takes nothing is given up much sooner: it would keep them from
 * reading (I27).
 *
 * @param longest until the call is given up in any case
 * @param whileScarce until it is given up while others wait for memory
 * @param scarce whether others do
 */
record Patience(Duration longest, Duration whileScarce, BooleanSupplier scarce) {
  private static final int SHARE = 30; // 10 s of 5 minutes

  /** Of what is patient for so long, and a thirtieth of it while memory is scarce. */
  static Patience of(Duration longest, BooleanSupplier scarce) {
    return new Patience(longest, longest.dividedBy(SHARE), scarce);
  }
}
