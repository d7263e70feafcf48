package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.tracing.TracingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code dateilager client}: the options of all its commands (cli.md §3.1). */
@Command(
    name = "client",
    description = "Calls a server, or a node's cache daemon.",
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NewCommand.class,
      UpdateCommand.class,
      GetCommand.class,
      RebuildCommand.class,
      GetCacheCommand.class,
      GetCachedCommand.class,
      CacheCommand.class,
      OperatorCommands.Listing.class,
      OperatorCommands.Inspect.class,
      OperatorCommands.Clone.class,
      OperatorCommands.Rollback.class,
      OperatorCommands.Delete.class,
      OperatorCommands.Snapshot.class,
      OperatorCommands.Reset.class,
      GcCommand.class,
      ClientDoctorCommand.class
    },
    footer = {
      "",
      "Environment: DL_TOKEN or DL_TOKEN_FILE; DL_SKIP_SSL_VERIFICATION=1 (not in production).",
      "",
      "Examples:",
      "  dateilager client new --host dl.example --id 1 --patterns 'node_modules/.*/'",
      "  dateilager client update --host dl.example --project 1 --dir app",
      "  dateilager client rebuild --host dl.example --project 1 --dir app --cachedir cache"
    })
final class ClientCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private VersionOption version;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      scope = ScopeType.INHERIT,
      description = "Whom to call, as the certificate names it. Required.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      scope = ScopeType.INHERIT,
      converter = Converters.ToPeerPort.class,
      defaultValue = "5051",
      description = "The port; of a cache daemon 5053 (default: 5051).")
  private int port;

  @Option(
      names = "--headless-host",
      paramLabel = "HOST",
      scope = ScopeType.INHERIT,
      description = "Dial this instead of --host; may be dns:///NAME.")
  private @Nullable String headlessHost;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificates that may vouch for the host (PEM; default: the system's).")
  private @Nullable Path trusted;

  @Option(
      names = "--timeout",
      paramLabel = "MS",
      scope = ScopeType.INHERIT,
      defaultValue = "0",
      description = "Milliseconds that the whole command may take (default: 0, no limit).")
  private long timeoutMillis;

  @Option(
      names = "--otel-context",
      paramLabel = "JSON",
      scope = ScopeType.INHERIT,
      defaultValue = "",
      description =
          "With --tracing, the W3C trace headers of what the command is part of, as a JSON object"
              + " (default: TRACEPARENT and its like from the environment).")
  private String traceContext = "";

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }

  /** Refuses a command below this one that says not whom to call. */
  void requireHost(RequestCommand command) {
    new RequestCommand.Required().flag("host", host).check(command);
  }

  /** The request of a command below this one. */
  Request request(ClientCall call, Optional<Output> output, RequestCommand command) {
    if (timeoutMillis < 0) {
      throw command.wrong("--timeout must not be negative, got " + timeoutMillis);
    }
    var peer =
        new Peer(
            host == null ? "" : host,
            port,
            Optional.ofNullable(headlessHost).filter(name -> !name.isEmpty()),
            Optional.ofNullable(trusted));
    return new Request.CallPeer(
        logs(command),
        peer,
        timeoutMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeoutMillis)),
        output,
        call);
  }

  private LogSettings logs(RequestCommand command) {
    Map<String, String> parent =
        traceContext.isBlank() ? Map.of() : TraceContext.headers(traceContext, command);
    LogSettings settings = command.logs();
    return settings.withTracing(new TracingSettings(settings.tracing().on(), parent));
  }
}
