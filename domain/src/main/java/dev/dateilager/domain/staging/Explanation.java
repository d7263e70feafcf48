package dev.dateilager.domain.staging;

import java.util.List;
import java.util.Optional;

/**
 * Why a path is as it is.
 *
 * @param facts sentences, each a fact, in the order in which they matter
 * @param placement the placement that the path belongs to; absent if to none
 */
public record Explanation(List<String> facts, Optional<Placement> placement) {
  /** Copies the list. */
  public Explanation {
    facts = List.copyOf(facts);
  }
}
