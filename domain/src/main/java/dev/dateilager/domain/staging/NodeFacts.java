package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@link Diagnosis} judges.
 *
 * @param now the node's clock
 * @param latestSeen a moment that has certainly passed, such as that of the newest placement
 * @param status what the daemon holds
 * @param serverTrouble why the server did not answer just now; absent if it did
 * @param tokenIssued when the token for the server was made; absent if it does not say
 * @param tokenExpires when it ends; absent if it never does
 * @param minFreeBytes what the operator wants to stay free
 * @param system the kernel
 * @param roots each allowed root
 */
public record NodeFacts(
    Instant now,
    Optional<Instant> latestSeen,
    NodeStatus status,
    Optional<DateiLagerException> serverTrouble,
    Optional<Instant> tokenIssued,
    Optional<Instant> tokenExpires,
    long minFreeBytes,
    SystemFacts system,
    List<RootFacts> roots) {
  /** Copies the list. */
  public NodeFacts {
    roots = List.copyOf(roots);
  }
}
