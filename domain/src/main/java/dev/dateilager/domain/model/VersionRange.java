package dev.dateilager.domain.model;

/**
 * The versions a read spans (semantics.md §2).
 *
 * @param from exclusive lower end; 0 means everything live at {@code to} without removals, any
 *     other number (negative ones too) means changes with removals
 * @param to inclusive upper end
 */
public record VersionRange(long from, long to) {
  /** Whether nothing can be in it: {@code from} is not below {@code to}. */
  public boolean isEmpty() {
    return from >= to;
  }

  /** Whether removals are reported: only when it does not start from nothing. */
  public boolean reportsRemovals() {
    return from != 0;
  }
}
