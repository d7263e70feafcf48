package dev.dateilager.app.wire;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.grpc.EdgeWatch;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.logging.CallLines;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.server.RunningServer;
import dev.dateilager.app.server.ServerSettings;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Environment;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * A real server in this process, with an embedded PostgreSQL and over TLS.
 *
 * @param server it
 * @param identity what it shows and believes
 * @param surroundings of its clients
 */
public record LocalServer(
    RunningServer server, ServingIdentity identity, Surroundings surroundings) {
  private static final int MESSAGE_BYTES = 32 << 20;

  /** Starts one that keeps everything in a directory. */
  public static LocalServer start(Path data) throws DateiLagerException {
    var surroundings = new Surroundings(Map.of("DL_ENV", "test"), data, false);
    var given =
        new Identity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(data));
    var identity = ServingIdentity.of(given, "server", surroundings, InstantSource.system());
    RunningServer server =
        RunningServer.start(
            new ServerSettings(
                "127.0.0.1",
                0,
                0,
                Optional.empty(),
                Map.of(),
                data,
                Environment.TEST,
                identity,
                new ServerSettings.Most(10, MESSAGE_BYTES, 100)),
            quiet(),
            Tracing.OFF);
    return new LocalServer(server, identity, surroundings);
  }

  /** Of an edge that nobody watches. */
  static EdgeWatch unwatched() {
    return new EdgeWatch(new CallLines(quiet()), EdgeWatch.UNMETERED, EdgeWatch.UNTRACED);
  }

  private static Log quiet() {
    return new LogSink(
            new PrintWriter(Writer.nullWriter()),
            LogSettings.DEFAULT,
            InstantSource.system(),
            ZoneOffset.UTC)
        .named("server");
  }

  /** A client with an admin's token; the caller closes it. */
  public DateiLagerClient client() throws DateiLagerException {
    var token = new Secret(TokenSource.read(identity.vault().orElseThrow().adminToken()));
    ClientSettings settings =
        PeerSettings.of(
            new Peer(
                "localhost",
                server.port(),
                Optional.empty(),
                Optional.of(identity.tls().certificate())),
            token::value,
            surroundings,
            Optional.empty());
    return DateiLagerClient.connect(settings.withMaxMessageBytes(MESSAGE_BYTES));
  }
}
