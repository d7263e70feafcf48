package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.OtherUser;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants who want to change golden files through the names that they were given (I6, F12). */
@Timeout(120)
final class HostileTenantTest {
  private static final SamplePack A =
      SamplePack.twoFiles("a").file("node_modules/wide", 0777, "wide");

  @TempDir Path dir;

  private Path own() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(dir.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    return own;
  }

  @ParameterizedTest(name = "root of a namespace: {0}")
  @ValueSource(booleans = {false, true})
  void ofLinks_noByteModeOrOwnerIsChanged(boolean rootOfANamespace) throws Exception {
    OtherUser.assumeThereIsOne();
    Path own = own();
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      GoldenCopy golden = node.download(new CacheVersion(1), A);
      Path target = dir.resolve("pods/cache");
      assertThat(node.place(golden, target, LinkMode.LINK, true).linked()).isEqualTo(3);
      var state = GoldenState.of(dir);
      try (var vandal =
          OtherUser.program(rootOfANamespace, Vandal.class, target.toString(), own.toString())) {
        assertThat(vandal.line()).isEqualTo("succeeded 0");
      }
      state.assertUnchanged();
    }
  }

  @Test
  void ofClonesAndCopies_evenRealRootChangesOnlyHisOwn() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "NOT RUN: needs root");
    try (var mounts = new Mounts()) {
      Path fs = mounts.image(dir.resolve("cow"), 300L << 20, "mkfs.xfs", "-q", "-m", "reflink=1");
      try (Node node = Node.open(new LinuxDisk(), fs)) {
        GoldenCopy golden = node.download(new CacheVersion(1), A);
        var state = GoldenState.of(fs);
        for (LinkMode mode : new LinkMode[] {LinkMode.CLONE, LinkMode.COPY}) {
          Path target = fs.resolve(mode.label());
          assertThat(node.place(golden, target, mode, true).mode()).isEqualTo(mode);
          assertThat(Vandal.rageIn(target, Files.createDirectory(fs.resolve("own" + mode))))
              .isEqualTo(3 * 6);
          state.assertUnchanged();
          assertThat(node.release(target)).isTrue();
        }
        node.assertWhole(fs, A);
        state.assertUnchanged();
      }
    }
  }
}
