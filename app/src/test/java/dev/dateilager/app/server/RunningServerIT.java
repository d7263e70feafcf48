package dev.dateilager.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.app.wire.LocalServer;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a server ends: in one order, and never in the middle of what it can finish. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // JUnit calls start before any test
final class RunningServerIT {
  private static final ProjectId PROJECT = new ProjectId(1);

  @TempDir private Path data;
  private LocalServer local;
  private DateiLagerClient client;

  @BeforeEach
  void start() throws Exception {
    local = LocalServer.start(data);
    client = local.client();
    client.projects().createProject(PROJECT, List.of(), Optional.empty());
  }

  private UpdateStream updateUnderWay() throws DateiLagerException {
    UpdateStream update = client.projects().update(PROJECT);
    update.send(new ObjectChange.Put(new ObjectPath("a"), FileMode.file(0644), Blob.utf8("a")));
    return update;
  }

  /** Asks on new connections until one is refused. */
  private void awaitRefusal() throws DateiLagerException {
    while (true) {
      try (DateiLagerClient other = local.client()) {
        other.listCaches();
      } catch (DateiLagerException.Unavailable refused) {
        return;
      }
    }
  }

  @Test
  void stop_refusesNewCallsAndFinishesThoseUnderWay() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        UpdateStream update = updateUnderWay()) {
      Future<?> stopped = threads.submit(() -> local.server().stop(Duration.ofMinutes(2)));
      awaitRefusal();

      assertThat(stopped.isDone()).isFalse();
      assertThat(update.finish()).isEqualTo(1);
      stopped.get();
    }
    client.close();
    LocalServer again = LocalServer.start(data); // what was acknowledged is there
    try (DateiLagerClient other = again.client();
        UpdateStream second = other.projects().update(PROJECT)) {
      second.send(new ObjectChange.Delete(new ObjectPath("a")));
      assertThat(second.finish()).isEqualTo(2);
    } finally {
      again.server().close();
    }
  }

  @Test
  void stop_endsWhatIsStillUnderWayAfterTheDrain() throws Exception {
    try (UpdateStream update = updateUnderWay()) {
      local.server().stop(Duration.ofMillis(1));

      assertThatThrownBy(update::finish).isInstanceOf(DateiLagerException.class);
    }
    client.close();
  }

  @Test
  void close_givesTheDataDirectoryBack() throws Exception {
    local.server().close();
    client.close();

    LocalServer again = LocalServer.start(data); // the directory is free again

    assertThat(again.server().port()).isPositive();
    again.server().close();
  }
}
