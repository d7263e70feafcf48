package dev.dateilager.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the rounds of {@link TransferBenchmark} took, and the medians of it as a table. */
final class TransferFigures {
  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** One step's measures, round for round. */
  private static final class Step {
    private final String peerName;
    private final List<Measured> ours = new ArrayList<>();
    private final List<Measured> peers = new ArrayList<>();
    private long files;
    private long bytes;

    Step(String peerName) {
      this.peerName = peerName;
    }
  }

  /**
   * Adds one measure.
   *
   * @param files that the step handled, as {@code bytes}
   */
  void add(
      String step, long files, long bytes, Measured ours, String peer, Optional<Measured> theirs) {
    Step known = steps.computeIfAbsent(step, _ -> new Step(peer));
    known.files = files;
    known.bytes = bytes;
    known.ours.add(ours);
    theirs.ifPresent(known.peers::add);
  }

  /** Prints the medians, and how far the rounds were apart. */
  void print(PrintStream out) {
    out.printf(
        "%-28s %7s %13s %6s %8s %6s %8s %6s  %-20s %7s %7s %7s%n",
        "step", "s", "min-max", "cpu s", "files/s", "MB/s", "peer s", "ratio", "peer", "client",
        "server", "db MB");
    steps.forEach((name, step) -> print(out, name, step));
  }

  private static void print(PrintStream out, String name, Step step) {
    double seconds = median(step.ours, Measured::seconds);
    double peer = median(step.peers, Measured::seconds);
    out.printf(
        "%-28s %7.2f %6.2f-%6.2f %6.2f %8.0f %6.1f %8.2f %6s  %-20s %7.0f %7.0f %7.0f%n",
        name,
        seconds,
        step.ours.stream().mapToDouble(Measured::seconds).min().orElse(0),
        step.ours.stream().mapToDouble(Measured::seconds).max().orElse(0),
        median(step.ours, Measured::cpuSeconds),
        step.files / seconds,
        step.bytes / seconds / 1e6,
        peer,
        step.peers.isEmpty() ? "-" : "%.2f".formatted(seconds / peer),
        step.peerName,
        median(step.ours, Measured::client) / 1e6,
        median(step.ours, Measured::server) / 1e6,
        median(step.ours, Measured::database) / 1e6);
  }

  private static double median(List<Measured> of, ToDoubleFunction<Measured> what) {
    double[] sorted = of.stream().mapToDouble(what).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
