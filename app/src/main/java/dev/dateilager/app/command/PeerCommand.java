package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command below {@code client}: calls a server, or a daemon. */
@Command // so that picocli's checks know what the field below is for
abstract class PeerCommand extends RequestCommand {
  @Mixin private OutputOption output;

  /** The form of the answer that is asked for; absent for the command's own. */
  final Optional<Output> output() {
    return output.value();
  }

  /** What the options of this command ask for. */
  abstract ClientCall wanted();

  @Override
  final Request request() {
    ClientCommand client = ancestor(ClientCommand.class);
    client.requireHost(this); // before what else is missing, as in Go's client (cli.md §1)
    return client.request(wanted(), output(), this);
  }
}
