package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.domain.administration.StateText;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands of {@code dateilager client} for whole projects; all need an admin's token. */
final class OperatorCommands {
  private OperatorCommands() {}

  /** {@code dateilager client list}. */
  @Command(
      name = "list",
      description = "Prints every project: its number and its version.",
      footer = {"", "Example:", "  dateilager client list --host dl.example --output ndjson"})
  static final class Listing extends PeerCommand {
    @Override
    ClientCall wanted() {
      return new OperatorCall.ListProjects();
    }
  }

  /** {@code dateilager client inspect}. */
  @Command(
      name = "inspect",
      description = "Counts a project's objects; without --output the numbers are logged.",
      footer = {
        "",
        "Example:",
        "  dateilager client inspect --host dl.example --project 1 --output text"
      })
  static final class Inspect extends PeerCommand {
    @Mixin private ProjectOption project;

    @Override
    ClientCall wanted() {
      return new OperatorCall.Inspect(project.required(new Required(), this));
    }
  }

  /** {@code dateilager client delete}. */
  @Command(
      name = "delete",
      description = "Removes a project with all its versions; one that is not there is no failure.",
      footer = {"", "Example:", "  dateilager client delete --host dl.example --project 1"})
  static final class Delete extends PeerCommand {
    @Mixin private ProjectOption project;

    @Override
    ClientCall wanted() {
      return new OperatorCall.DeleteProject(project.required(new Required(), this));
    }
  }

  /** {@code dateilager client clone}. */
  @Command(
      name = "clone",
      description =
          "Makes a project equal to another, as a new version, and prints that; what only the"
              + " target had is gone then.",
      footer = {
        "",
        "Example:",
        "  dateilager client clone --host dl.example --source 1 --target 2"
      })
  static final class Clone extends PeerCommand {
    @Option(
        names = "--source",
        paramLabel = "N",
        converter = Converters.ToProjectId.class,
        description = "The project to copy. Required.")
    private @Nullable ProjectId source;

    @Option(
        names = "--target",
        paramLabel = "N",
        converter = Converters.ToProjectId.class,
        description = "The project to change; it must exist, with the same patterns. Required.")
    private @Nullable ProjectId target;

    @Option(
        names = "--to",
        paramLabel = "N",
        defaultValue = "-1",
        description = "The source's version (default: -1, the latest).")
    private long version;

    @Override
    ClientCall wanted() {
      new Required().flag("source", source).flag("target", target).check(this);
      return new OperatorCall.CloneProject(
          Objects.requireNonNull(source),
          Values.version("--to", version, this),
          Objects.requireNonNull(target));
    }
  }

  /** {@code dateilager client rollback}. */
  @Command(
      name = "rollback",
      description = "Makes a project what it was at a version, and forgets all later ones.",
      footer = {
        "",
        "Example:",
        "  dateilager client rollback --host dl.example --project 1 --to 3"
      })
  static final class Rollback extends PeerCommand {
    @Mixin private ProjectOption project;

    @Option(
        names = "--to",
        paramLabel = "N",
        description = "The version, from 0 to the latest. Required.")
    private @Nullable Long version;

    @Override
    ClientCall wanted() {
      ProjectId asked = project.required(new Required().flag("to", version), this);
      long number = Objects.requireNonNull(version);
      if (number < 0) {
        throw wrong("--to must be 0 or more, got " + number);
      }
      return new OperatorCall.Rollback(asked, number);
    }
  }

  /** {@code dateilager client snapshot}. */
  @Command(
      name = "snapshot",
      description = "Prints every project's version in one line, for reset; dev and test only.",
      footer = {"", "Example:", "  state=$(dateilager client snapshot --host localhost)"})
  static final class Snapshot extends PeerCommand {
    @Override
    ClientCall wanted() {
      return new OperatorCall.Snapshot();
    }
  }

  /** {@code dateilager client reset}. */
  @Command(
      name = "reset",
      description = "Rolls projects back to a snapshot and deletes all others; dev and test only.",
      footer = {"", "Example:", "  dateilager client reset --host localhost --state \"$state\""})
  static final class Reset extends PeerCommand {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "What snapshot printed: id=version pairs joined by commas. Required.")
    private @Nullable String state;

    @Override
    ClientCall wanted() {
      new Required().flag("state", state).check(this);
      try {
        return new OperatorCall.Reset(StateText.parse(Objects.requireNonNull(state)));
      } catch (InvalidArgument malformed) {
        throw wrong("--state: " + malformed.getMessage());
      }
    }
  }
}
