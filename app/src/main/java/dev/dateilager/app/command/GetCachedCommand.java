package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager client getcached}. */
@Command(
    name = "getcached",
    description = "Has the node's cache daemon place its cache (give the daemon's --port, 5053).",
    footer = {
      "",
      "Example:",
      "  dateilager client getcached --host localhost --port 5053 --path /srv/workloads/a/cache"
    })
final class GetCachedCommand extends PeerCommand {
  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Where, as the daemon sees it; absolute. Required.")
  private @Nullable String path;

  @Override
  ClientCall wanted() {
    new Required().flag("path", path).check(this);
    return new ClientCall.GetCached(Objects.requireNonNull(path));
  }
}
