package dev.dateilager.app.command;

import dev.dateilager.app.request.NodeCall;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that has the node's running cache daemon do something, over its socket. */
@Command // so that picocli's checks know what the fields below are for
abstract class NodeCommand extends RequestCommand {
  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description =
          "The daemon's socket (default: /run/dateilager/cached.sock, for others than root below"
              + " XDG_RUNTIME_DIR).")
  private @Nullable Path socket;

  @Mixin private OutputOption output;

  /** What the options ask for. */
  abstract NodeCall node();

  @Override
  final Request request() {
    return new Request.CallNode(
        logs(), Optional.ofNullable(socket), output.value().orElse(Output.TEXT), node());
  }
}
