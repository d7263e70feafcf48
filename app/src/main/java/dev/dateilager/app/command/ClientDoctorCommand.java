package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager client doctor}. */
@Command(
    name = "doctor",
    description =
        "Looks for what keeps a client from working here: server, TLS, clock, token and file"
            + " system; says how to mend it. Exit status 8 if anything does not work.",
    footer = {
      "",
      "Example:",
      "  dateilager client doctor --host dl.example --dir app --cachedir cache"
    })
final class ClientDoctorCommand extends PeerCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where projects are to be built (default: the working directory).")
  private @Nullable String directory;

  @Option(
      names = "--cachedir",
      paramLabel = "DIR",
      description = "A placed cache that they are to be built from.")
  private @Nullable String cache;

  @Override
  ClientCall wanted() {
    return new ClientCall.Doctor(Values.directory(directory), Values.directory(cache));
  }
}
