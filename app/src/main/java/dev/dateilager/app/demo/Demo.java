package dev.dateilager.app.demo;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import dev.dateilager.app.tree.TreeSurvey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Stores a directory on a server, caches it on a node, places it for two tenants, rebuilds it from
 * there, and compares: the code of the real commands, over TLS and with tokens, in a temporary
 * directory. The directory itself is only read.
 */
public final class Demo {
  private final Request.RunDemo request;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * @param request which directory, and where to work
   * @param surroundings of this process; the demo runs as in development
   * @param clock tells the time
   * @param progress is told each step before it begins
   */
  public Demo(
      Request.RunDemo request,
      Surroundings surroundings,
      InstantSource clock,
      Consumer<String> progress) {
    this.request = request;
    this.surroundings = surroundings;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param out takes the report, line by line
   * @return whether every comparison held
   * @throws DateiLagerException why a step failed; the temporary directory is gone all the same,
   *     unless it is to stay
   * @throws InterruptedException if the process was told to end
   */
  public boolean run(Consumer<String> out) throws DateiLagerException, InterruptedException {
    Path directory =
        request.directory().isPresent() ? real(request.directory().get()) : Checkout.find();
    var steps = new Steps(progress);
    Predicate<String> skipped =
        request.directory().isPresent() ? _ -> false : Checkout.buildOutput(directory);
    Tree tree =
        steps.run(
            "look at the directory",
            () -> TreeSurvey.of(directory, maxFileBytes(), skipped),
            found -> found.count(TreeEntry.Kind.FILE),
            Tree::bytes);
    DemoReport report;
    Path parent =
        request.workParent().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    try (var work = WorkDirectory.in(parent, request.keep())) {
      report = new Story(tree, work, steps, surroundings.with("DL_ENV", "dev"), clock).tell();
      if (request.keep()) {
        report = report.keptIn(work.root());
      }
    }
    lines(report).forEach(out);
    return report.holds();
  }

  /** A message carries a file and a little more. */
  private long maxFileBytes() {
    return surroundings.maxMessageBytes() - (1L << 20);
  }

  private static Path real(Path directory) throws DateiLagerException {
    try {
      return directory.toRealPath();
    } catch (NoSuchFileException missing) {
      throw new NotFound("there is no directory '%s'".formatted(directory));
    } catch (IOException failure) {
      throw new IoFailed("cannot read '%s'".formatted(directory), failure);
    }
  }

  private List<String> lines(DemoReport report) {
    return request.json() ? List.of(JsonReport.of(report)) : TextReport.of(report);
  }
}
