package dev.dateilager.app.wire;

import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  /** The server itself. */
  LocalServer local() {
    return started.orElseThrow().local;
  }

  private record Started(LocalServer local, DateiLagerClient client, Path data)
      implements AutoCloseable {
    static Started now() {
      try {
        Path data = Files.createTempDirectory("dateilager-wire-");
        LocalServer local = LocalServer.start(data);
        return new Started(local, local.client(), data);
      } catch (DateiLagerException failure) {
        throw new IllegalStateException(failure);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      local.server().close();
      try (var paths = Files.walk(data)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
