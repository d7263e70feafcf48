package dev.dateilager.adapters.fs.steps;

/** Hears of each step when it is done. May be called by many threads. */
@FunctionalInterface
public interface StepListener {
  /** Hears nothing. */
  StepListener NONE = step -> {};

  /** The step is done; what follows it has not begun. */
  void reached(Step step);
}
