package dev.dateilager.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every line of {@code docs/spec/behaviours.md} has a test that carries its name: a Java test as
 * its display name, a test of the published JavaScript packages as its title.
 */
final class BehavioursTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT =
      Set.of("Files", "CSI", "Benchmarks", "Not covered", "Fuzz program");
  private static final Pattern LINE =
      Pattern.compile("\\* (?:\\(disabled\\) )?`([^`]+)`(?: \\(([^)]+)\\))?.*");
  private static final Pattern TITLE = Pattern.compile("\\*([^*]+)\\*");
  private static final Pattern DISPLAY_NAME =
      Pattern.compile("@DisplayName\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private record Line(String section, String text) {
    /** The reference's name, and what tells this line from others of that name. */
    List<String> names() {
      List<String> names = new ArrayList<>();
      var line = LINE.matcher(text);
      if (line.matches()) {
        names.add(line.group(1));
        if (line.group(2) != null) {
          names.add(line.group(2));
        }
      }
      return names;
    }

    List<String> titles() {
      return TITLE
          .matcher(text.substring(2))
          .results()
          .map(title -> title.group(1).replace("…", ""))
          .toList();
    }
  }

  private static List<Line> lines() throws IOException {
    var lines = new ArrayList<Line>();
    String section = "";
    for (String text : Files.readAllLines(ROOT.resolve("docs/spec/behaviours.md"))) {
      if (text.startsWith("## ")) {
        section = text.substring(3);
      } else if (text.startsWith("* ") && LEFT_OUT.stream().noneMatch(section::startsWith)) {
        lines.add(new Line(section, text));
      }
    }
    return lines;
  }

  private static String sources(String tree, String part, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(tree))) {
      var text = new StringBuilder();
      for (Path file : files.toList()) {
        String path = file.toString();
        if (path.contains(part) && path.endsWith(ending) && !path.contains("/node_modules/")) {
          text.append(Files.readString(file)).append('\n');
        }
      }
      return text.toString();
    }
  }

  @Test
  void everyLineOfTheReferencesOwnTests_hasATestOfItsName() throws Exception {
    List<String> displayed =
        DISPLAY_NAME
            .matcher(sources("", "/src/test/", ".java"))
            .results()
            .map(name -> name.group(1))
            .toList();
    List<Line> named = lines().stream().filter(line -> !line.names().isEmpty()).toList();
    Map<String, Long> lines =
        named.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.names().getFirst(), HashMap::new, Collectors.counting()));
    assertThat(named).hasSizeGreaterThan(90);
    assertThat(named)
        .allSatisfy(
            line -> {
              String name = line.names().getFirst();
              boolean several = lines.getOrDefault(name, 0L) > 1;
              assertThat(displayed)
                  .as(line.text())
                  .anyMatch(
                      shown ->
                          shown.matches("\\Q" + name + "\\E(?!\\w).*")
                              && (!several || shown.contains(line.names().getLast())));
            });
  }

  @Test
  void everyLineOfTheJavaScriptTests_hasATestOfItsTitle() throws Exception {
    String tests = sources("interop", "/interop/", ".js");
    List<String> titles =
        lines().stream()
            .filter(line -> line.section().startsWith("JavaScript"))
            .flatMap(line -> line.titles().stream())
            .toList();
    assertThat(titles).hasSizeGreaterThan(15);
    assertThat(titles).allSatisfy(title -> assertThat(tests).contains(title));
  }
}
