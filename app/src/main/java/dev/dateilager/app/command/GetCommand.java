package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code dateilager client get}. */
@Command(name = "get", description = "Logs a project's objects.")
final class GetCommand extends RequestCommand {
  @ParentCommand private ClientCommand client;

  @Option(
      names = "--project",
      paramLabel = "N",
      converter = Converters.ToProjectId.class,
      description = "The project. Required.")
  private @Nullable ProjectId project;

  @Option(
      names = "--prefix",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Only paths that begin so.")
  private String prefix = "";

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Only what changed after this version (default: -1, all that is live).")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Up to this version (default: -1, the latest).")
  private long to;

  @Override
  Request request() {
    new Required().flag("project", project).check(this);
    return client.request(
        new ClientCall.Get(
            Objects.requireNonNull(project),
            Values.version(from),
            Values.version(to),
            ObjectQuery.prefix(prefix)),
        this);
  }
}
