package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import java.util.List;

/** Takes what a verification finds, as it is found. */
@FunctionalInterface
public interface VerificationSink {
  /**
   * One finding.
   *
   * @param finding what is not as its manifest says
   * @param placements those of the cache versions that the pack belongs to
   * @throws DateiLagerException to end the verification, which fails with it
   */
  void found(Finding finding, List<NodePath> placements) throws DateiLagerException;
}
