package dev.dateilager.app.command;

import dev.dateilager.app.command.RequestCommand.Required;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --project N} of the commands that are about one project. */
final class ProjectOption {
  @Option(
      names = "--project",
      paramLabel = "N",
      converter = Converters.ToProjectId.class,
      description = "The project. Required.")
  private @Nullable ProjectId project;

  /** The project; a usage error of the command if it, or any other required flag, is not set. */
  ProjectId required(Required others, RequestCommand command) {
    others.flag("project", project).check(command);
    return Objects.requireNonNull(project);
  }
}
