package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * behaviours.md, "Fuzz program": random operations on a directory, each sent to the server; then a
 * fresh rebuild, one in steps, and one through a random earlier version must all equal it.
 */
public abstract class ClientFuzzBehaviours extends ClientFixture {
  /** How many operations each seed makes. */
  protected int steps() {
    return 200;
  }

  @ParameterizedTest(name = "Fuzz program: three routes of rebuilding agree (seed {0})")
  @ValueSource(longs = {1, 20221005})
  void threeRoutesAgree(long seed) throws Exception {
    var random = new Random(seed);
    ProjectId project = project("^pack1/.*/", "^pack2/.*/");
    HandmadeDirectory source = newDirectory();
    HandmadeDirectory inSteps = newDirectory();
    long version = 0;
    for (int step = 0; step < steps(); step++) {
      String done = operation(source, random, step);
      version = update(source, project).version();
      String context = "seed %d, step %d: %s".formatted(seed, step, done);
      var expected = source.tree();

      HandmadeDirectory fresh = newDirectory();
      rebuild(fresh, project).withoutSummary().run();
      assertThat(fresh.tree()).as("fresh, " + context).isEqualTo(expected);

      rebuild(inSteps, project).withoutSummary().run();
      assertThat(inSteps.tree()).as("in steps, " + context).isEqualTo(expected);

      HandmadeDirectory detour = newDirectory();
      if (version > 0) {
        rebuild(detour, project).to(1 + random.nextLong(version)).withoutSummary().run();
      }
      rebuild(detour, project).withoutSummary().run();
      assertThat(detour.tree()).as("through an earlier version, " + context).isEqualTo(expected);
    }
    assertThat(version).isGreaterThan(steps() / 2);
  }

  private static String operation(HandmadeDirectory source, Random random, int step) {
    List<String> objects = new ArrayList<>(source.tree().keySet());
    List<String> files = objects.stream().filter(name -> !name.endsWith("/")).toList();
    List<String> directories = directories(objects);
    int kind = files.isEmpty() ? 0 : random.nextInt(6);
    String parent = directories.get(random.nextInt(directories.size()));
    String name = parent + "n" + step;
    return switch (kind) {
      case 0, 1 -> {
        source.write(name, "v" + step);
        yield "added " + name;
      }
      case 2 -> {
        String file = files.get(random.nextInt(files.size()));
        source.remove(file);
        source.write(file, "v" + step);
        yield "overwrote " + file;
      }
      case 3 -> {
        String directory =
            random.nextInt(10) == 0 ? "pack" + (1 + random.nextInt(2)) + "/d" + step : name;
        source.mkdir(directory);
        yield "made " + directory + "/";
      }
      case 4 -> {
        String file = files.get(random.nextInt(files.size()));
        source.remove(file);
        yield "removed " + file;
      }
      default -> {
        source.symlink(name, "/absolute/" + step);
        yield "linked " + name;
      }
    };
  }

  /** The root and everything that is or holds a directory. */
  private static List<String> directories(List<String> objects) {
    var directories = new TreeSet<String>();
    directories.add("");
    for (String object : objects) {
      for (int slash = object.indexOf('/'); slash >= 0; slash = object.indexOf('/', slash + 1)) {
        directories.add(object.substring(0, slash + 1));
      }
    }
    return new ArrayList<>(directories);
  }
}
