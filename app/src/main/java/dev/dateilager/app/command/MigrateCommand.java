package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager server migrate}. */
@Command(
    name = "migrate",
    description = "Brings a PostgreSQL database to this program's schema, then exits.",
    footer = {"", "Example:", "  dateilager server migrate --dburi postgres://dl@db/dl"})
final class MigrateCommand extends RequestCommand {

  @Option(
      names = "--dburi",
      paramLabel = "URI",
      description = "The database, as postgres://user@host:port/name. Required.")
  private @Nullable String database;

  @Override
  Request request() {
    new Required().flag("dburi", database).check(this);
    return new Request.Migrate(logs(), new Secret(Objects.requireNonNull(database)));
  }
}
