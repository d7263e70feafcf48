package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dateilager server export}. */
@Command(
    name = "export",
    description = "Writes everything that a database holds into one file, while servers go on.",
    footer = {
      "",
      "Examples:",
      "  dateilager server export backup.dl                     the embedded database",
      "  dateilager server export - | zstd > backup.dl.zst",
      "  dateilager server export --dburi-file uri backup.dl"
    })
final class ExportCommand extends RequestCommand {
  @Mixin private DatabaseOptions database;
  @Mixin private OutputOption output;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the embedded database is (default: as for server).")
  private @Nullable Path dataDirectory;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "What to write; must not exist. - for standard output.")
  private String file = "-";

  @Override
  Request request() {
    if (file.equals("-") && output.value().isPresent()) {
      throw wrong("with --output name a file, as the export itself is on standard output");
    }
    return new Request.Export(
        logs(),
        database.choice(this),
        Optional.ofNullable(dataDirectory),
        file.equals("-") ? Optional.empty() : Optional.of(Path.of(file)),
        output.value());
  }
}
