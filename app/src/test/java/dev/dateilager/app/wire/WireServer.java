package dev.dateilager.app.wire;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.server.RunningServer;
import dev.dateilager.app.server.ServerSettings;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server with an embedded PostgreSQL, over TLS, and a client of it: one for all the test
 * classes of a run, as it takes seconds to start.
 */
public final class WireServer implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(WireServer.class);

  private volatile Optional<Started> started = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        Optional.of(
            context
                .getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("server", _ -> Started.now(), Started.class));
  }

  /** A client with an admin's token. */
  public DateiLagerClient client() {
    return started.orElseThrow().client;
  }

  private record Started(RunningServer server, DateiLagerClient client, Path data)
      implements AutoCloseable {
    static Started now() {
      try {
        Path data = Files.createTempDirectory("dateilager-wire-");
        var surroundings = new Surroundings(Map.of("DL_ENV", "test"), data, false);
        var identity =
            ServingIdentity.of(
                new Identity(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(data)),
                "server",
                surroundings,
                InstantSource.system());
        RunningServer server =
            RunningServer.start(
                new ServerSettings(
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    Map.of(),
                    data,
                    Environment.TEST,
                    identity,
                    10,
                    32 << 20));
        return new Started(server, client(server, identity, surroundings), data);
      } catch (DateiLagerException failure) {
        throw new IllegalStateException(failure);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static DateiLagerClient client(
        RunningServer server, ServingIdentity identity, Surroundings surroundings)
        throws DateiLagerException {
      var token = new Secret(TokenSource.read(identity.vault().orElseThrow().adminToken()));
      ClientSettings settings =
          PeerSettings.of(
              new Peer(
                  "localhost",
                  server.port(),
                  Optional.empty(),
                  Optional.of(identity.tls().certificate())),
              token,
              surroundings,
              Optional.empty());
      return DateiLagerClient.connect(settings.withMaxMessageBytes(32 << 20));
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
      try (var paths = Files.walk(data)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
