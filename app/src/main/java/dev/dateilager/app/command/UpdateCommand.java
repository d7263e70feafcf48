package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dateilager client update}. */
@Command(
    name = "update",
    description = "Sends a directory's changes and prints the version they made.",
    footer = {"", "Example:", "  dateilager client update --host dl.example --project 1 --dir app"})
final class UpdateCommand extends PeerCommand {
  @Mixin private ProjectOption project;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Its directory (default: the working directory).")
  private @Nullable String directory;

  @Option(
      names = "--subpaths",
      paramLabel = "LIST",
      description = "Only changes below these paths: CSV, repeatable.")
  private @Nullable List<String> subpaths;

  @Override
  ClientCall wanted() {
    return new ClientCall.Update(
        project.required(new Required(), this), Values.directory(directory), subpaths());
  }

  private List<String> subpaths() {
    try {
      return Values.csv(subpaths);
    } catch (IllegalArgumentException malformed) {
      throw wrong("--subpaths: " + malformed.getMessage());
    }
  }
}
