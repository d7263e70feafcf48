package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.Attacker;
import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.attack.OtherUser;
import dev.dateilager.adapters.fs.attack.Trap;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.GoldenCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Placements as tenants leave them when they are deleted, or while they are (I1, I17, R4). */
@Timeout(900)
final class HostileTrashTest {
  private static final int ROUNDS = Integer.getInteger("dateilager.rounds", 30);
  private static final SamplePack A = SamplePack.twoFiles("a");

  @TempDir Path dir;
  private Canary canary;
  private Node node;
  private GoldenCopy golden;
  private Path target;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: attackers need Linux");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    canary = Canary.plant(dir.resolve("canary"));
    node = Node.open(new LinuxDisk(), dir);
    golden = node.download(new CacheVersion(1), A);
    target = dir.resolve("pods/pod/cache");
    Files.createDirectories(dir.resolve("pods/pod"));
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void everyTrap_isDeletedAndNothingBehindIt() throws Exception {
    var state = GoldenState.of(dir);
    node.place(golden, target);
    for (Trap trap : Trap.values()) {
      boolean possible = trap != Trap.DEVICE && trap != Trap.FULL_DIRECTORY;
      if (possible || "root".equals(System.getProperty("user.name"))) {
        trap.plant(target.resolve("objects/" + trap), canary);
      }
    }
    assertThat(node.release(target)).isTrue();
    node.emptyTrash();
    canary.assertUntouched();
    state.assertUnchanged();
    node.assertWhole(dir, A);
  }

  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void whoStillHoldsADirectoryOfIt_leadsNobodyAstray(Attacker.As who) throws Exception {
    if (who != Attacker.As.THREAD) {
      OtherUser.assumeThereIsOne();
    }
    var state = GoldenState.of(dir);
    try (Attacker attacker = Attacker.exchanging(who, held(who), "a", "b")) {
      for (int round = 1; round <= ROUNDS; round++) {
        assertThat(node.release(target)).isTrue();
        for (int turn = 0; turn < 5; turn++) {
          node.placer().reap(Pace.FREE);
          canary.assertUntouched();
        }
        if (round < ROUNDS) {
          attacker.moveTo(held(who));
        } else {
          attacker.stop();
        }
        node.emptyTrash();
        canary.assertUntouched();
      }
    }
    state.assertUnchanged();
    node.assertWhole(dir, A);
  }

  /** A directory in a new placement, open to who attacks in it. */
  private Path held(Attacker.As who) throws Exception {
    node.place(golden, target);
    Path held = Files.createDirectory(target.resolve("objects/held"));
    Files.createDirectories(held.resolve("a/below"));
    Files.createSymbolicLink(held.resolve("b"), canary.root());
    if (who != Attacker.As.THREAD) {
      OtherUser.own(held);
    }
    return held;
  }

  @Test
  void aMountBelow_isLeftWithAllItHolds_untilItIsUnmounted() throws Exception {
    try (var mounts = new Mounts()) {
      node.place(golden, target);
      Path mounted = target.resolve("objects/deep/er/mounted");
      mounts.mount(mounted, "--bind", canary.root().toString());
      Files.writeString(target.resolve("objects/deep/file"), "the workload's");
      assertThat(node.release(target)).isTrue();
      Reaped reaped = node.placer().reap(Pace.FREE);
      assertThat(reaped.whole()).isTrue();
      assertThat(reaped.left()).isEqualTo(1); // the directory that holds the mount point
      assertThat(reaped.obstacle().orElseThrow()).hasMessageContaining("mount");
      canary.assertUntouched();
      assertThat(node.placer().trash()).isEqualTo(1);
      assertThat(Files.exists(target)).isFalse();
      node.place(golden, target);
      mounts.unmountMoved(mounted, dir.resolve("store/trash"));
    }
    assertThat(node.release(target)).isTrue();
    node.emptyTrash();
    canary.assertUntouched();
    node.assertWhole(dir, A);
  }

  @Test
  void aMountAtTheTarget_isRefused() throws Exception {
    try (var mounts = new Mounts()) {
      node.place(golden, target);
      mounts.mount(target, "--bind", canary.root().toString());
      assertThatThrownBy(() -> node.release(target)).isInstanceOf(FailedPrecondition.class);
      canary.assertUntouched();
    }
    assertThat(node.release(target)).isTrue();
    node.assertWhole(dir, A);
  }
}
