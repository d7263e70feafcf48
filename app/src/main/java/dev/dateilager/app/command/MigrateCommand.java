package dev.dateilager.app.command;

import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dateilager server migrate}. */
@Command(
    name = "migrate",
    description = "Brings a PostgreSQL database to this program's schema, then exits.",
    footer = {
      "",
      "Examples:",
      "  dateilager server migrate --plan --dburi postgres://dl@db/dl",
      "  dateilager server migrate --dburi-file uri"
    })
final class MigrateCommand extends RequestCommand {
  @Mixin private DatabaseOptions database;
  @Mixin private OutputOption output;

  @Option(names = "--plan", description = "Show what there is to do, and change nothing.")
  private boolean planOnly;

  @Override
  Request request() {
    DatabaseChoice choice = database.choice(this);
    if (choice instanceof DatabaseChoice.Embedded) {
      throw wrong(
          "required flag(s) \"dburi\" not set; the embedded database is brought up to date when it"
              + " starts");
    }
    return new Request.Migrate(logs(), choice, planOnly, output.value());
  }
}
