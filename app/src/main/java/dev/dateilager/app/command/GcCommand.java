package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager client gc}. Numbers of -1 are not given, as in Go's client (cli.md §3.2). */
@Command(
    name = "gc",
    description =
        "Removes what nobody can ask for any more, and prints how many contents that were.",
    footer = {
      "",
      "Modes: project (needs --project and --keep), random-projects (--sample and --keep),"
          + " contents",
      "(--sample). A client whose directory is older than the versions kept may miss removals.",
      "",
      "Examples:",
      "  dateilager client gc --host dl.example --mode project --project 1 --keep 10",
      "  dateilager client gc --host dl.example --mode random-projects --sample 5 --keep 10",
      "  dateilager client gc --host dl.example --mode contents --sample 2.5"
    })
final class GcCommand extends PeerCommand {
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "contents, project or random-projects. Required.")
  private @Nullable String mode;

  @Option(names = "--project", paramLabel = "N", defaultValue = "-1", description = "The project.")
  private long project;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "-1",
      description = "How many of the latest versions stay, 1 or more.")
  private long keep;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Only what began after this version (default: -1, all).")
  private long from;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      defaultValue = "-1",
      description = "How much is looked at, 0 to 100.")
  private float sample;

  @Override
  ClientCall wanted() {
    new Required().flag("mode", mode).check(this);
    return new OperatorCall.Collect(
        switch (Objects.requireNonNull(mode)) {
          case "project" -> {
            given(project != -1, "project");
            given(keep != -1, "keep");
            yield new Collecting.OneProject(
                new ProjectId(project), kept(), Values.version("--from", from, this));
          }
          case "random-projects" -> {
            given(sample != -1, "sample");
            given(keep != -1, "keep");
            yield new Collecting.RandomProjects(
                sampled(), kept(), Values.version("--from", from, this));
          }
          case "contents" -> {
            given(sample != -1, "sample");
            yield new Collecting.Contents(sampled());
          }
          default ->
              throw wrong(
                  "--mode: '%s' is not contents, project or random-projects".formatted(mode));
        });
  }

  private void given(boolean isGiven, String flag) {
    if (!isGiven) {
      throw wrong("--mode %s needs --%s".formatted(mode, flag));
    }
  }

  private long kept() {
    if (keep < 1) {
      throw wrong("--keep must be 1 or more, got " + keep);
    }
    return keep;
  }

  private float sampled() {
    if (!(sample >= 0 && sample <= 100)) { // also refuses what is no number
      throw wrong("--sample must be 0 to 100 percent, got " + sample);
    }
    return sample;
  }
}
