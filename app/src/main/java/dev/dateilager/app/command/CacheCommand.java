package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code dateilager client cache}: cache versions on the server. */
@Command(
    name = "cache",
    description = "Makes and lists cache versions.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CacheCommand.Create.class, CacheCommand.Listing.class})
final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private ClientCommand client;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  /** {@code dateilager client cache create}. */
  @Command(
      name = "create",
      description = "Makes a cache version of the packs used most and prints its number.")
  static final class Create extends RequestCommand {
    private static final int MOST = 100_000;

    @ParentCommand private CacheCommand cache;

    @Option(
        names = "--prefix",
        paramLabel = "PATH",
        defaultValue = "",
        description = "Only packs whose path begins so (default: all).")
    private String prefix = "";

    @Option(
        names = "--max-packs",
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many, 1 to 100000 (default: 100).")
    private int maxPacks;

    @Override
    Request request() {
      if (maxPacks < 1 || maxPacks > MOST) {
        throw wrong("--max-packs must be 1 to %d, got %d".formatted(MOST, maxPacks));
      }
      return cache.client.request(new ClientCall.CreateCache(prefix, maxPacks), this);
    }
  }

  /** {@code dateilager client cache list}. */
  @Command(
      name = "list",
      description = "Prints every cache version, newest first: version, packs and bytes.")
  static final class Listing extends RequestCommand {
    @ParentCommand private CacheCommand cache;

    @Override
    Request request() {
      return cache.client.request(new ClientCall.ListCaches(), this);
    }
  }
}
