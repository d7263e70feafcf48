package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
  @Option(
      names = "--project",
      paramLabel = "N",
      converter = Converters.ToProjectId.class,
      description = "The project. Required.")
  private @Nullable ProjectId project;

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

  @Option(
      names = "--ignores",
      paramLabel = "LIST",
      description = "Not the paths that begin so, separated by commas.")
  private @Nullable String ignores;

  @Option(
      names = "--subpaths",
      paramLabel = "LIST",
      description = "Only the paths that begin so, separated by commas.")
  private @Nullable String subpaths;

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
    new Required().flag("project", project).check(this);
    return new ClientCall.Rebuild(
        Objects.requireNonNull(project),
        Values.version("--to", to, this),
        Values.directory(directory),
        query(),
        Values.directory(cache),
        Values.text(include),
        Values.text(exclude),
        summarize);
  }

  private ObjectQuery query() {
    var query = new ObjectQuery(prefix, true, Values.commas(ignores), Values.commas(subpaths));
    try {
      query.validate();
    } catch (InvalidArgument malformed) {
      throw wrong(String.valueOf(malformed.getMessage()));
    }
    return query;
  }
}
