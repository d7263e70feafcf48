package dev.dateilager.app.command;

import dev.dateilager.app.request.Identity;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what a serving process shows and believes. */
final class IdentityOptions {
  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Certificate chain (PEM). Outside production: made if not given.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "Private key of --cert (PEM).")
  private @Nullable Path key;

  @Option(
      names = "--paseto",
      paramLabel = "FILE",
      description =
          "Public keys that tokens are checked with (PEM). Outside production: a pair is made if"
              + " not given.")
  private @Nullable Path tokenKeys;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where what is made is kept (default: $XDG_DATA_HOME/dateilager or"
              + " ~/.local/share/dateilager; as root /var/lib/dateilager).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--accept-expired-tokens",
      description =
          "Accept tokens whose time is over, for fleets that hold such; loud. A way over, not to"
              + " stay.")
  private boolean acceptsExpired;

  /** The options' values. */
  Identity identity(RequestCommand command) {
    if ((certificate == null) != (key == null)) {
      throw command.wrong("--cert and --key go together");
    }
    return new Identity(
        Optional.ofNullable(certificate),
        Optional.ofNullable(key),
        Optional.ofNullable(tokenKeys),
        Optional.ofNullable(dataDirectory),
        acceptsExpired);
  }
}
