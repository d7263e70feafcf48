package dev.dateilager.app.client;

/** Is told how far a transfer is. May be called by several threads at once. */
public interface Transfer {
  /** Tells nobody. */
  Transfer UNWATCHED =
      new Transfer() {
        @Override
        public void expect(long items) {}

        @Override
        public void moved(long bytes) {}
      };

  /**
   * How many items there are to be in all; not called if nobody knows.
   *
   * @param items at least 0
   */
  void expect(long items);

  /**
   * One item went through.
   *
   * @param bytes that it has on the wire, as far as they are its own
   */
  void moved(long bytes);
}
