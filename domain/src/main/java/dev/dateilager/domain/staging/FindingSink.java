package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;

/** Takes findings as they are made. */
@FunctionalInterface
public interface FindingSink {
  /**
   * One more.
   *
   * @throws DateiLagerException to end the search
   */
  void found(Finding finding) throws DateiLagerException;
}
