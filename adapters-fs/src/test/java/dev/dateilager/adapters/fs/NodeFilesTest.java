package dev.dateilager.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.place.Node;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.ScriptedCacheSource;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.DaemonSettings;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeSenses;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import dev.dateilager.domain.staging.TokenTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon on a real disk, but for the server. */
@Timeout(60)
final class NodeFilesTest {
  private static final Role ADMIN = new Role.Admin();
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");

  private final ScriptedCacheSource source = new ScriptedCacheSource();

  @TempDir Path dir;
  private Path staging;
  private NodeFiles files;

  @BeforeEach
  void open() throws Exception {
    staging = dir.resolve("staging");
    files = NodeFiles.open(staging, NodeFilesSettings.below(List.of(root())));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private NodePath root() {
    return new NodePath(dir.toString());
  }

  private CacheDaemon daemon() {
    var settings =
        new DaemonSettings(
            Environment.TEST, List.of(root()), Optional.empty(), LinkMode.AUTO, false, 2);
    return new CacheDaemon(
        source,
        files.store(),
        files.placer(),
        source,
        settings,
        new NodeSenses(files.probe(), () -> TokenTimes.UNKNOWN, InstantSource.system()));
  }

  @Test
  @DisplayName("TestPopulateCache: four files below objects/<hash>/ and versions")
  void populate_afterPrepare_placesTheFiles() throws Exception {
    source.publish(ONE, A, B);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    PlacementReport report = daemon.populate(ADMIN, dir.resolve("pod/cache").toString());
    assertThat(report.linked()).isEqualTo(4);
    assertThat(TreeText.read(dir.resolve("pod/cache"), false)).isEqualTo(Node.placed(ONE, A, B));
  }

  @Test
  @DisplayName("TestPopulateEmptyCache: destination holds only an empty objects/")
  void populate_ofAVersionWithoutPacks_makesOnlyObjects() throws Exception {
    source.publish(ONE);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    daemon.populate(ADMIN, dir.resolve("pod").toString());
    assertThat(Node.names(dir.resolve("pod"))).containsExactly("objects");
    assertThat(dir.resolve("pod/objects")).isEmptyDirectory();
  }

  @Test
  @DisplayName("TestClientGetCache: count 4; objects and versions, with the number and a newline")
  void prepare_fillsObjectsAndVersions() throws Exception {
    source.publish(ONE, A, B);
    PrepareReport report = daemon().prepare();
    assertThat(report.entries()).isEqualTo(4);
    assertThat(staging.resolve("versions")).hasContent("1\n");
    assertThat(TreeText.read(staging.resolve("objects/" + A.hash()), false)).isEqualTo(A.tree());
    assertThat(TreeText.read(staging.resolve("objects/" + B.hash()), false)).isEqualTo(B.tree());
  }

  @Test
  @DisplayName("TestClientGetCacheWithEmptyCache: version -1, objects is empty, no versions")
  void prepare_withoutACache_listsNothing() throws Exception {
    PrepareReport report = daemon().prepare();
    assertThat(report.golden().wireVersion()).isEqualTo(-1);
    assertThat(staging.resolve("objects")).isEmptyDirectory();
    assertThat(Files.readString(staging.resolve("objects/../FORMAT"))).startsWith("dateilager");
    assertThat(files.store().versions()).isEmpty();
  }

  @Test
  @DisplayName("TestClientGetCacheFailsIfLockCannotBeObtained: .lock exists")
  void prepare_whileAGoClientDownloads_fails() throws Exception {
    source.publish(ONE, A);
    Files.createFile(staging.resolve(".lock"));
    assertThatThrownBy(daemon()::prepare)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("unable to obtain cache lock file");
  }

  @Test
  void prepare_afterARestartWithoutServer_servesTheDisk() throws Exception {
    source.publish(ONE, A, B);
    daemon().prepare();
    close();
    files = NodeFiles.open(staging, NodeFilesSettings.below(List.of(root())));
    source.goAway(new Unavailable("no route"));
    CacheDaemon daemon = daemon();
    assertThat(daemon.prepare().outcome()).isEqualTo(Outcome.STALE);
    daemon.populate(ADMIN, dir.resolve("pod").toString());
    assertThat(TreeText.read(dir.resolve("pod"), false)).isEqualTo(Node.placed(ONE, A, B));
  }

  @Test
  void place_afterClose_isABug() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    close();
    assertThatThrownBy(() -> daemon.populate(ADMIN, dir.resolve("pod").toString()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settings_withoutWidthOrBatch_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeFilesSettings(List.of(), 0, false, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeFilesSettings(List.of(), 1, false, 0, 1));
  }
}
