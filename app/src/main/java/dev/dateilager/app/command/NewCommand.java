package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager client new}. */
@Command(
    name = "new",
    description = "Makes a project.",
    footer = {
      "",
      "Example:",
      "  dateilager client new --host dl.example --id 1 --patterns 'node_modules/.*/'"
    })
final class NewCommand extends PeerCommand {
  @Option(
      names = "--id",
      paramLabel = "N",
      converter = Converters.ToProjectId.class,
      description = "The project's number. Required.")
  private @Nullable ProjectId id;

  @Option(
      names = "--template",
      paramLabel = "N",
      defaultValue = "-1",
      description = "The project whose objects it starts with (default: -1, none).")
  private long template;

  @Option(
      names = "--patterns",
      paramLabel = "LIST",
      description = "Regular expressions of the paths to pack, separated by commas.")
  private @Nullable String patterns;

  @Override
  ClientCall wanted() {
    new Required().flag("id", id).check(this);
    return new ClientCall.NewProject(
        Objects.requireNonNull(id),
        template == -1 ? Optional.empty() : Optional.of(new ProjectId(template)),
        Values.commas(patterns));
  }
}
