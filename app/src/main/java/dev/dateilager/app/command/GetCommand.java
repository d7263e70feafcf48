package dev.dateilager.app.command;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Delivery;
import dev.dateilager.domain.model.ObjectQuery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dateilager client get}. */
@Command(
    name = "get",
    description = "Lists, prints or writes a project's objects; without --output they are logged.",
    footer = {
      "",
      "Text lists mode, size and path of each object, separated by tabs; the mode of one that went",
      "away in the range is 'deleted'.",
      "",
      "Examples:",
      "  dateilager client get --host dl.example --project 1 --output text",
      "  dateilager client get --host dl.example --project 1 --prefix src/ --output ndjson",
      "  dateilager client get --host dl.example --project 1 --path package.json --print",
      "  dateilager client get --host dl.example --project 1 --to 3 --write /tmp/version-3"
    })
final class GetCommand extends PeerCommand {
  @Mixin private ProjectOption project;

  @Option(
      names = "--prefix",
      paramLabel = "PATH",
      description = "Only paths that begin so (default: all).")
  private @Nullable String prefix;

  @Option(names = "--path", paramLabel = "PATH", description = "Only exactly this path.")
  private @Nullable String path;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Only what changed after this version (default: -1, all that is live).")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Up to this version (default: -1, the latest).")
  private long to;

  @Mixin private QueryOptions narrowing;

  @Option(
      names = "--contents",
      description = "Have JSON hold what is in the objects, too, as base64.")
  private boolean contents;

  @Option(names = "--print", description = "Print the bytes of the files, one after the other.")
  private boolean print;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "Write files, links and empty directories below DIR, which is empty or absent.")
  private @Nullable String target;

  @Override
  ClientCall wanted() {
    return new ClientCall.Get(
        project.required(new Required(), this),
        Values.version("--from", from, this),
        Values.version("--to", to, this),
        query(),
        delivery());
  }

  private ObjectQuery query() {
    if (prefix != null && path != null) {
      throw wrong("give --prefix or --path, not both");
    }
    return narrowing.query(
        path != null ? path : Objects.requireNonNullElse(prefix, ""), path == null, this);
  }

  private Delivery delivery() {
    if ((print ? 1 : 0) + (target != null ? 1 : 0) + (contents ? 1 : 0) > 1) {
      throw wrong("give one of --print, --write and --contents");
    }
    if (print) {
      if (output().isPresent()) {
        throw wrong("--print prints the files themselves: leave --output out");
      }
      return new Delivery.Print();
    }
    if (target != null) {
      return new Delivery.Write(
          Values.directory(target).orElseThrow(() -> wrong("--write names no directory")));
    }
    if (contents && output().filter(form -> form.isJson()).isEmpty()) {
      throw wrong("--contents needs --output json or ndjson");
    }
    return new Delivery.Listing(contents);
  }
}
