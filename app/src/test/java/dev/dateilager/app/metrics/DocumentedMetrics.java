package dev.dateilager.app.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/metrics.md says, and what an exposition shows, in one form. */
public final class DocumentedMetrics {
  /**
   * A metric.
   *
   * @param kind as Prometheus has it
   * @param labels its labels; of an exposition those that were seen
   */
  public record Metric(String kind, Set<String> labels) {}

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");
  private static final Set<String> OF_KINDS = Set.of("le", "quantile");

  private DocumentedMetrics() {}

  /** Those of one section of the page, by name. */
  public static Map<String, Metric> of(String section) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    int begin = page.indexOf("\n## " + section + "\n");
    if (begin < 0) {
      throw new AssertionError("docs/metrics.md has no section " + section);
    }
    int end = page.indexOf("\n## ", begin + 1);
    var found = new TreeMap<String, Metric>();
    for (String row : page.substring(begin, end < 0 ? page.length() : end).split("\n", -1)) {
      if (row.startsWith("| `")) {
        List<String> cells =
            Arrays.stream(row.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
        // values stand in parentheses behind their label
        Set<String> labels = quoted(cells.get(3).replaceAll("\\([^)]*\\)", ""));
        for (String name : quoted(cells.get(1))) {
          if (found.put(name, new Metric(cells.get(2), labels)) != null) {
            throw new AssertionError("docs/metrics.md has " + name + " twice");
          }
        }
      }
    }
    return found;
  }

  /** All of the page, by name. */
  public static Map<String, Metric> all() throws IOException {
    var all = new TreeMap<String, Metric>();
    for (String section : List.of("Both processes", "`server`", "`cached`")) {
      all.putAll(of(section));
    }
    return all;
  }

  private static Set<String> quoted(String text) {
    var found = new TreeSet<String>();
    QUOTED.matcher(text).results().map(result -> result.group(1)).forEach(found::add);
    return found;
  }

  /** Those in a text of Prometheus' form, by name. */
  public static Map<String, Metric> in(String exposition) {
    var found = new TreeMap<String, Metric>();
    for (String line : exposition.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (line.startsWith("# TYPE ")) {
        found.put(words[2], new Metric(words[3], new TreeSet<>()));
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new AssertionError("no sample: " + line);
        }
        Metric metric = family(found, sample.group(1));
        if (sample.group(2) != null) {
          LABEL
              .matcher(sample.group(2))
              .results()
              .map((MatchResult label) -> label.group(1))
              .filter(label -> !OF_KINDS.contains(label))
              .forEach(metric.labels()::add);
        }
      }
    }
    return found;
  }

  private static Metric family(Map<String, Metric> known, String sample) {
    for (String name : List.of(sample, sample.replaceFirst("_(bucket|sum|count)$", ""))) {
      Metric metric = known.get(name);
      if (metric != null) {
        return metric;
      }
    }
    throw new AssertionError("sample without a type: " + sample);
  }

  /** The names and kinds of all that is registered, also of what shows nothing yet. */
  public static Map<String, String> kinds(Figures figures) {
    var found = new TreeMap<String, String>();
    for (MetricSnapshot snapshot : figures.registry().scrape()) {
      String name = snapshot.getMetadata().getPrometheusName();
      switch (snapshot) {
        case CounterSnapshot _ -> found.put(name + "_total", "counter");
        case InfoSnapshot _ -> found.put(name + "_info", "gauge");
        case HistogramSnapshot _ -> found.put(name, "histogram");
        case SummarySnapshot _ -> found.put(name, "summary");
        case GaugeSnapshot _ -> found.put(name, "gauge");
        default -> throw new AssertionError("a kind that the page does not know: " + snapshot);
      }
    }
    return found;
  }

  /** The names and kinds in these sections of the page. */
  public static Map<String, String> kinds(String... sections) throws IOException {
    var found = new TreeMap<String, String>();
    for (String section : sections) {
      of(section).forEach((name, metric) -> found.put(name, metric.kind()));
    }
    return found;
  }
}
