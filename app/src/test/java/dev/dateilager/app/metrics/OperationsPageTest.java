package dev.dateilager.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operations.md names only metrics that there are, with labels that they have. */
final class OperationsPageTest {
  private static final Pattern NAME =
      Pattern.compile("\\b((?:dateilager|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=");

  private static List<String> expressions() throws Exception {
    return Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`") && !line.contains("Expression"))
        .map(line -> line.split("(?<!\\\\)\\|", -1)[2].strip())
        .toList();
  }

  @Test
  void everyExpression_namesMetricsThatThereAre() throws Exception {
    Map<String, DocumentedMetrics.Metric> metrics = DocumentedMetrics.all();
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(10);
    for (String expression : expressions) {
      var names = NAME.matcher(expression).results().toList();
      assertThat(names).as(expression).isNotEmpty();
      for (var found : names) {
        String name = found.group(1);
        String family =
            metrics.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
        assertThat(metrics).as(expression).containsKey(family);
        var metric = Objects.requireNonNull(metrics.get(family));
        if (!family.equals(name)) {
          assertThat(metric.kind()).as(name).isIn("histogram", "summary");
        }
        if (found.group(2) != null) {
          Set<String> labels = new TreeSet<>();
          LABEL.matcher(found.group(2)).results().forEach(label -> labels.add(label.group(1)));
          assertThat(metric.labels()).as(expression).containsAll(labels);
        }
      }
    }
  }
}
