package dev.dateilager.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/invariants.md} names code and tests that are there, for every invariant. */
final class InvariantsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+)`");

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/invariants.md")).stream()
        .filter(line -> line.matches("\\| [IR][0-9]+ .*"))
        .map(line -> line.split("\\|", -1))
        .toList();
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
  }

  /** Sources of all modules by class name; a name may stand in several packages. */
  private static Map<String, List<Path>> sources() throws IOException {
    var found = new HashMap<String, List<Path>>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
          .forEach(
              file -> {
                String name = String.valueOf(file.getFileName()).replace(".java", "");
                found.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
              });
    }
    return found;
  }

  @Test
  void everyInvariantAndRecipe_hasOneRow() throws Exception {
    assertThat(rows())
        .extracting(row -> row[1].strip())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    IntStream.rangeClosed(1, 28)
                        .filter(number -> number != 16) // of the CSI driver
                        .mapToObj(number -> "I" + number),
                    IntStream.rangeClosed(1, 9).mapToObj(number -> "R" + number))
                .toList());
  }

  @Test
  void everyClassNamed_isThere_andEachTestCitesTheId() throws Exception {
    Map<String, List<Path>> sources = sources();
    for (String[] row : rows()) {
      String id = row[1].strip();
      List<String> mechanism = names(row[3]);
      List<String> tests = names(row[4]);
      assertThat(mechanism).as(id).isNotEmpty();
      assertThat(tests).as(id).isNotEmpty();
      assertThat(sources.keySet()).as(id).containsAll(mechanism).containsAll(tests);
      assertThat(mechanism)
          .as(id)
          .allSatisfy(name -> assertThat(sources.get(name)).asString().contains("/src/main/"));
      assertThat(tests)
          .as(id)
          .allSatisfy(name -> assertThat(sources.get(name)).asString().contains("/src/test/"));
      assertThat(tests)
          .as("tests that cite %s", id)
          .allMatch(
              name ->
                  sources.getOrDefault(name, List.of()).stream().anyMatch(file -> cites(file, id)));
    }
  }

  private static boolean cites(Path file, String id) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return Pattern.compile("\\b" + id + "\\b").matcher(text).find();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
