package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dateilager client getcache}. */
@Command(
    name = "getcache",
    description = "Downloads a cache version into a directory that rebuild can use.",
    footer = {"", "Example:", "  dateilager client getcache --host dl.example --path cache"})
final class GetCacheCommand extends PeerCommand {
  @Option(names = "--path", paramLabel = "DIR", description = "The directory. Required.")
  private @Nullable String path;

  @Option(
      names = "--version",
      paramLabel = "N",
      defaultValue = "-1",
      description = "The cache version (default: -1, the newest).")
  private long version;

  @Override
  ClientCall wanted() {
    new Required().flag("path", path).check(this);
    return new ClientCall.GetCache(
        Path.of(Objects.requireNonNull(path)), CachedOptions.cacheVersion(version, this));
  }
}
