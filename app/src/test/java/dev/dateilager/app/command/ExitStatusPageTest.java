package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/cli.md has a row for each status that the program ends with, and no other. */
final class ExitStatusPageTest {
  private static List<Integer> rows() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "cli.md")).stream()
        .dropWhile(line -> !line.equals("## Exit status"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.matches("\\| \\d+ \\|.*"))
        .map(line -> Integer.parseInt(line.split("\\|", -1)[1].strip()))
        .toList();
  }

  private static List<Integer> statuses() throws ReflectiveOperationException {
    var statuses = new ArrayList<Integer>();
    for (Field field : ExitStatus.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        statuses.add(field.getInt(null));
      }
    }
    for (DateiLagerException failure : failures()) {
      statuses.add(ExitStatus.of(failure));
    }
    return statuses;
  }

  /** One of each kind that a caller can tell from the others. */
  private static List<DateiLagerException> failures() throws ReflectiveOperationException {
    var failures = new ArrayList<DateiLagerException>();
    for (Class<?> kind : DateiLagerException.class.getPermittedSubclasses()) {
      if (kind == Cancelled.class) {
        failures.add(new Cancelled("stopped", false));
        failures.add(new Cancelled("too late", true));
      } else {
        failures.add((DateiLagerException) simplest(kind));
      }
    }
    return failures;
  }

  private static Object simplest(Class<?> kind) throws ReflectiveOperationException {
    Constructor<?> constructor =
        Arrays.stream(kind.getConstructors())
            .filter(has -> has.getParameterTypes()[0] == String.class)
            .findFirst()
            .orElseThrow();
    Object[] arguments =
        Stream.of(constructor.getParameterTypes())
            .map(type -> type == String.class ? "what was found" : new IOException("why"))
            .toArray();
    return constructor.newInstance(arguments);
  }

  @Test
  void table_hasARowForEachStatus_andNoOther() throws Exception {
    List<Integer> rows = rows();
    assertThat(rows).as("docs/cli.md").isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(rows).containsExactlyElementsOf(new TreeSet<>(statuses()));
  }

  @Test
  void failures_haveAStatusOfTheirOwn() throws Exception {
    assertThat(failures().stream().map(ExitStatus::of)).doesNotHaveDuplicates();
  }
}
