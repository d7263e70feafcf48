package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dateilager server import}. */
@Command(
    name = "import",
    description = {
      "Brings what 'server export' wrote into an empty database: all of it, or nothing if the file",
      "is damaged or cut short."
    },
    footer = {
      "",
      "Examples:",
      "  dateilager server import backup.dl                     into the embedded database",
      "  zstd -dc backup.dl.zst | dateilager server import --dburi-file uri -"
    })
final class ImportCommand extends RequestCommand {
  @Mixin private DatabaseOptions database;
  @Mixin private OutputOption output;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the embedded database is, or is to be (default: as for server).")
  private @Nullable Path dataDirectory;

  @Parameters(index = "0", paramLabel = "FILE", description = "What to read. - for standard input.")
  private String file = "-";

  @Override
  Request request() {
    return new Request.Import(
        logs(),
        database.choice(this),
        Optional.ofNullable(dataDirectory),
        file.equals("-") ? Optional.empty() : Optional.of(Path.of(file)),
        output.value());
  }
}
