package dev.dateilager.domain.workspace;

import java.util.List;

/**
 * How a directory looked when it was last in step with the server ({@code .dl/sum.s2}, formats.md
 * §5.1).
 *
 * @param latestModTimeNanos the greatest modification time of all entries; 0 without entries
 * @param entries in the walk order of formats.md §5.2
 */
public record Summary(long latestModTimeNanos, List<SummaryEntry> entries) {
  /** Of a directory that was never seen. */
  public static final Summary EMPTY = new Summary(0, List.of());

  /** Copies the list. */
  public Summary {
    entries = List.copyOf(entries);
  }
}
