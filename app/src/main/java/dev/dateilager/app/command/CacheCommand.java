package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.model.CacheVersion;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dateilager client cache}: cache versions on the server. */
@Command(
    name = "cache",
    description = "Makes, lists, inspects and retires cache versions.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CacheCommand.Create.class,
      CacheCommand.Listing.class,
      CacheCommand.Inspect.class,
      CacheCommand.Retire.class
    },
    footer = {"", "Example:", "  dateilager client cache create --host dl.example --max-packs 500"})
final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }

  /** {@code dateilager client cache create}. */
  @Command(
      name = "create",
      description = "Makes a cache version of the packs used most and prints its number.",
      footer = {
        "",
        "Examples:",
        "  dateilager client cache create --host dl.example --max-packs 500",
        "  dateilager client cache create --host dl.example --prefix node_modules/ --max-mib 4096"
      })
  static final class Create extends PeerCommand {
    private static final int FEW = 100;

    @Option(
        names = "--prefix",
        paramLabel = "PATH",
        defaultValue = "",
        description = "Only packs whose path begins so (default: all).")
    private String prefix = "";

    @Option(
        names = "--max-packs",
        paramLabel = "N",
        description =
            "At most so many packs, 1 to 100000 (default: 100, and with --max-mib no limit).")
    private @Nullable Integer maxPacks;

    @Option(
        names = "--max-mib",
        paramLabel = "N",
        description =
            "At most so many MiB of packs as they are stored; one that does not fit is left out.")
    private @Nullable Long maxMebibytes;

    @Override
    ClientCall wanted() {
      if (maxPacks != null && (maxPacks < 1 || maxPacks > CachePlan.MOST_PACKS)) {
        throw wrong(
            "--max-packs must be 1 to %d, got %d".formatted(CachePlan.MOST_PACKS, maxPacks));
      }
      if (maxMebibytes != null && (maxMebibytes < 1 || maxMebibytes > Long.MAX_VALUE >> 20)) {
        throw wrong("--max-mib must be 1 or more and within measure, got " + maxMebibytes);
      }
      OptionalInt packs =
          maxPacks != null
              ? OptionalInt.of(maxPacks)
              : maxMebibytes == null ? OptionalInt.of(FEW) : OptionalInt.empty();
      OptionalLong bytes =
          maxMebibytes == null ? OptionalLong.empty() : OptionalLong.of(maxMebibytes << 20);
      return new OperatorCall.CreateCache(new CachePlan(prefix, packs, bytes));
    }
  }

  /** {@code dateilager client cache list}. */
  @Command(
      name = "list",
      description = "Prints every cache version, newest first: version, packs and bytes.",
      footer = {"", "Example:", "  dateilager client cache list --host dl.example --output ndjson"})
  static final class Listing extends PeerCommand {
    @Override
    ClientCall wanted() {
      return new OperatorCall.ListCaches();
    }
  }

  /** {@code dateilager client cache inspect}. */
  @Command(
      name = "inspect",
      description = "Prints the packs of a cache version, and which projects use them.",
      footer = {
        "",
        "Text is the version with its packs and bytes, then for each pack its hash, bytes, the",
        "number of projects that have it and a path, then for each project its number and how many",
        "of the packs it has; separated by tabs.",
        "",
        "Example:",
        "  dateilager client cache inspect --host dl.example --version 7"
      })
  static final class Inspect extends PeerCommand {
    @Option(
        names = "--version",
        paramLabel = "N",
        defaultValue = "-1",
        description = "The cache version (default: -1, the newest).")
    private long version;

    @Override
    ClientCall wanted() {
      return new OperatorCall.InspectCache(CachedOptions.cacheVersion(version, this));
    }
  }

  /** {@code dateilager client cache retire}. */
  @Command(
      name = "retire",
      description =
          "Takes a cache version away for good, from Go servers too, and prints what it held; 'gc"
              + " --mode contents' may then take its packs.",
      footer = {"", "Example:", "  dateilager client cache retire --host dl.example --version 3"})
  static final class Retire extends PeerCommand {
    @Option(
        names = "--version",
        paramLabel = "N",
        description = "The cache version, 0 or more. Required.")
    private @Nullable Long version;

    @Option(
        names = "--force",
        description = "Even if it is the newest; clients then get the one before it, or none.")
    private boolean force;

    @Override
    ClientCall wanted() {
      new Required().flag("version", version).check(this);
      long number = Objects.requireNonNull(version);
      if (number < 0) {
        throw wrong("--version must be 0 or more, got " + number);
      }
      return new OperatorCall.RetireCache(new CacheVersion(number), force);
    }
  }
}
