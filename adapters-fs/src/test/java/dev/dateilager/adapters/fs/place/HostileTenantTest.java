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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants who want to change golden files through the names that they were given (I6, F12). */
@Timeout(900)
final class HostileTenantTest {
  private static final int ROUNDS = Integer.getInteger("dateilager.rounds", 30);
  private static final SamplePack A =
      SamplePack.twoFiles("a").file("node_modules/wide", 0777, "wide");

  @TempDir Path dir;

  private Path own() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(dir.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    return own;
  }

  /** Unpacking and placing go on while he tries; what is never his is never changed. */
  @ParameterizedTest(name = "root of a namespace: {0}")
  @ValueSource(booleans = {false, true})
  void whileUnpackingAndPlacing_noByteModeOrOwnerIsChanged(boolean rootOfANamespace)
      throws Exception {
    OtherUser.assumeThereIsOne();
    Path own = own();
    Path target = dir.resolve("pods/cache");
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      var packs = new ArrayList<>(List.of(A));
      GoldenCopy golden = node.download(new CacheVersion(1), A);
      node.place(golden, target, LinkMode.LINK, true);
      try (var vandal =
          OtherUser.program(
              rootOfANamespace,
              Vandal.class,
              own.toString(),
              target.toString(),
              dir.resolve("store").toString(),
              dir.resolve("store/objects/" + A.hash()).toString())) {
        assertThat(vandal.line()).isEqualTo("begun");
        for (int round = 0; round < ROUNDS; round++) {
          var state = GoldenState.of(dir);
          var pack = SamplePack.twoFiles("p" + round).file("wide", 0777, "wide" + round);
          packs.add(pack);
          golden = node.download(new CacheVersion(2 + round), A, pack);
          assertThat(node.release(target)).isTrue();
          assertThat(node.place(golden, target, LinkMode.LINK, true).linked()).isEqualTo(6);
          state.assertHolds();
        }
        vandal.endInput();
        assertThat(vandal.line()).isEqualTo("succeeded 0");
      }
      node.assertWhole(dir, packs.toArray(SamplePack[]::new));
    }
  }

  @Test
  void ofATreeThatIsNotKeptFromHim_heSucceeds() throws Exception {
    OtherUser.assumeThereIsOne();
    Path own = own();
    Path naive = Files.createDirectory(dir.resolve("naive"));
    Path file = Files.writeString(naive.resolve("file"), "golden");
    Files.setPosixFilePermissions(naive, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (var vandal = OtherUser.program(false, Vandal.class, own.toString(), naive.toString())) {
      assertThat(vandal.line()).isEqualTo("begun");
      vandal.endInput();
      assertThat(Integer.parseInt(vandal.line().replace("succeeded ", ""))).isPositive();
    }
    assertThat(file).hasContent("mine now");
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
          assertThat(
                  Vandal.rageIn(
                      target.resolve("objects"), Files.createDirectory(fs.resolve("own" + mode))))
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
