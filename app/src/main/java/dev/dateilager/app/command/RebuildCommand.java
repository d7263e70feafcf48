package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dateilager client rebuild}. */
@Command(
    name = "rebuild",
    description = "Brings a directory to a version and prints what was done, as one line of JSON.",
    footer = {
      "",
      "Files of the cache are linked, which makes their inodes those of every other workload's"
          + " tree:",
      "replace such a file to change it, never write into it. Where the kernel does not let this"
          + " user",
      "link them (fs.protected_hardlinks) they are cloned, else copied, and the log says how many.",
      "",
      "Example:",
      "  dateilager client rebuild --host dl.example --project 1 --dir app --cachedir cache"
    })
final class RebuildCommand extends PeerCommand {
  @Mixin private ProjectOption project;

  @Option(
      names = "--prefix",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Only paths that begin so.")
  private String prefix = "";

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "-1",
      description = "The version (default: -1, the latest).")
  private long to;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The directory (default: the working directory).")
  private @Nullable String directory;

  @Mixin private QueryOptions narrowing;

  @Option(
      names = "--summarize",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Remember how the directory looks, for update (default: true).")
  private boolean summarize;

  @Option(
      names = "--cachedir",
      paramLabel = "DIR",
      description = "A placed cache, whose packs need no download.")
  private @Nullable String cache;

  @Option(
      names = "--matchinclude",
      paramLabel = "GLOB",
      description = "fileMatch is true if every name matches this ...")
  private @Nullable String include;

  @Option(names = "--matchexclude", paramLabel = "GLOB", description = "... and none matches this.")
  private @Nullable String exclude;

  @Override
  ClientCall wanted() {
    return new ClientCall.Rebuild(
        project.required(new Required(), this),
        Values.version("--to", to, this),
        Values.directory(directory),
        narrowing.query(prefix, true, this),
        Values.directory(cache),
        Values.text(include),
        Values.text(exclude),
        summarize);
  }
}
