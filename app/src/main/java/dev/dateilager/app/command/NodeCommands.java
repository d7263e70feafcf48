package dev.dateilager.app.command;

import dev.dateilager.app.request.NodeCall;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code dateilager cached} that speak to the running daemon. */
final class NodeCommands {
  private NodeCommands() {}

  /** {@code dateilager cached place}. */
  @Command(
      name = "place",
      description = "Places the cache in a directory; what stands there of ours is replaced.",
      footer = {"", "Example:", "  dateilager cached place /srv/workloads/a/cache"})
  static final class Place extends NodeCommand {
    @Parameters(
        paramLabel = "PATH",
        converter = Converters.ToNodePath.class,
        description = "Absolute, below an allowed root; absent or empty.")
    private @Nullable NodePath path;

    @Option(
        names = "--link-mode",
        paramLabel = "MODE",
        converter = Converters.ToLinkMode.class,
        description = "auto, link, clone or copy (default: the daemon's own).")
    private @Nullable LinkMode mode;

    @Option(
        names = "--strict",
        arity = "0..1",
        fallbackValue = "true",
        description = "Refuse rather than fall back (default: the daemon's own).")
    private @Nullable Boolean strict;

    @Override
    NodeCall node() {
      return new NodeCall.Place(
          Objects.requireNonNull(path), Optional.ofNullable(mode), Optional.ofNullable(strict));
    }
  }

  /** {@code dateilager cached release}. */
  @Command(
      name = "release",
      description =
          "Takes a placement away: the directory is gone at once, its files are deleted after it.",
      footer = {"", "Example:", "  dateilager cached release /srv/workloads/a/cache"})
  static final class Release extends NodeCommand {
    @Parameters(
        paramLabel = "PATH",
        converter = Converters.ToNodePath.class,
        description = "Where the placement is.")
    private @Nullable NodePath path;

    @Override
    NodeCall node() {
      return new NodeCall.Release(Objects.requireNonNull(path));
    }
  }

  /** {@code dateilager cached placements}. */
  @Command(
      name = "placements",
      description = "Prints every placement that the daemon knows of.",
      footer = {"", "Example:", "  dateilager cached placements --output ndjson"})
  static final class Placements extends NodeCommand {
    @Override
    NodeCall node() {
      return new NodeCall.Placements();
    }
  }

  /** {@code dateilager cached refresh}. */
  @Command(
      name = "refresh",
      description =
          "Has the daemon fetch the server's newest cache version; placing goes on meanwhile."
              + " SIGHUP to the daemon does the same.",
      footer = {"", "Example:", "  dateilager cached refresh"})
  static final class Refresh extends NodeCommand {
    @Override
    NodeCall node() {
      return new NodeCall.Refresh();
    }
  }

  /** {@code dateilager cached status}. */
  @Command(
      name = "status",
      description = "Prints what the daemon holds and does now.",
      footer = {"", "Example:", "  dateilager cached status --output json"})
  static final class Status extends NodeCommand {
    @Override
    NodeCall node() {
      return new NodeCall.Status();
    }
  }

  /** {@code dateilager cached explain}. */
  @Command(
      name = "explain",
      description = "Says why a path is as it is: what was placed there, when, and how.",
      footer = {"", "Example:", "  dateilager cached explain /srv/workloads/a/cache/versions"})
  static final class Explain extends NodeCommand {
    @Parameters(
        paramLabel = "PATH",
        converter = Converters.ToNodePath.class,
        description = "Any absolute path.")
    private @Nullable NodePath path;

    @Override
    NodeCall node() {
      return new NodeCall.Explain(Objects.requireNonNull(path));
    }
  }

  /** {@code dateilager cached verify}. */
  @Command(
      name = "verify",
      description =
          "Reads every golden file again and prints what differs from its manifest, and which"
              + " placements have it. Exit status 9 if anything does and is not repaired.",
      footer = {"", "Example:", "  dateilager cached verify --repair"})
  static final class Verify extends NodeCommand {
    @Option(names = "--repair", description = "Put aside and fetch again the packs that differ.")
    private boolean repair;

    @Override
    NodeCall node() {
      return new NodeCall.Verify(repair);
    }
  }

  /** {@code dateilager cached doctor}. */
  @Command(
      name = "doctor",
      description =
          "Looks for what is wrong with this node, and says how to mend it. Exit status 8 if"
              + " anything does not work.",
      footer = {
        "",
        "A linked tree shares its files with the golden copy and every other workload's tree: a",
        "process that writes into a linked file instead of replacing it would change them all,"
            + " were",
        "the files not owned by the daemon and closed to others. A workload that is root without a",
        "user namespace can do so all the same: place for it with --link-mode clone or copy.",
        "",
        "Example:",
        "  dateilager cached doctor"
      })
  static final class Doctor extends NodeCommand {
    @Override
    NodeCall node() {
      return new NodeCall.Doctor();
    }
  }

  /** {@code dateilager cached prune}. */
  @Command(
      name = "prune",
      description = "Removes cache versions that are not to be kept, and the packs only they have.",
      footer = {"", "Example:", "  dateilager cached prune --keep 1 --dry-run"})
  static final class Prune extends NodeCommand {
    @Option(
        names = "--keep",
        paramLabel = "N",
        description =
            "How many versions stay, the one that is placed among them (default: the daemon's"
                + " own).")
    private @Nullable Integer keep;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    @Override
    NodeCall node() {
      if (keep != null && keep < 1) {
        throw wrong("--keep must be 1 or more, got " + keep);
      }
      return new NodeCall.Prune(keep == null ? OptionalInt.empty() : OptionalInt.of(keep), dryRun);
    }
  }
}
