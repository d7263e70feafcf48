package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.Attacker;
import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.attack.OtherUser;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tenants who exchange directories for links on the way to a target, or the target itself, while it
 * is placed, replaced, released and deleted (I1, I2, I17, F18). What stands behind the links must
 * never be touched, and the golden copy neither.
 */
@Timeout(300)
final class HostileParentTest {
  private static final int ROUNDS = Integer.getInteger("dateilager.rounds", 30);
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a").symlink("node_modules/a/l", "1");

  @TempDir Path dir;
  private Path pod;
  private Canary canary;

  @BeforeEach
  void plant() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: attackers need Linux");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    canary = Canary.plant(dir.resolve("canary"));
    pod = Files.createDirectories(dir.resolve("pods/pod"));
    Files.createDirectory(pod.resolve("a"));
    Files.createSymbolicLink(pod.resolve("b"), canary.root());
  }

  private Attacker attacker(Attacker.As who) throws IOException {
    if (who != Attacker.As.THREAD) {
      OtherUser.assumeThereIsOne();
      OtherUser.own(pod);
    }
    return Attacker.exchanging(who, pod, "a", "b");
  }

  /** One thing done to a target; whether it was done, or refused. */
  private interface Deed {
    boolean done() throws DateiLagerException;
  }

  private static boolean tried(Deed deed) {
    try {
      return deed.done();
    } catch (DateiLagerException refused) {
      assertThat(refused).hasMessageNotContaining("null");
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void aParentExchangedForALink_leadsNobodyAstray(Attacker.As who) throws Exception {
    attacks(who, pod.resolve("a/cache"));
  }

  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void aTargetExchangedForALink_leadsNobodyAstray(Attacker.As who) throws Exception {
    attacks(who, pod.resolve("a"));
  }

  private void attacks(Attacker.As who, Path target) throws Exception {
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      GoldenCopy golden = node.download(ONE, A);
      var state = GoldenState.of(dir);
      int placed = 0;
      boolean mayComeThrough = !target.endsWith("a"); // else it is the very name that is exchanged
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      try (Attacker attacker = attacker(who)) {
        // more rounds only where the attacker was never away from the processor when it mattered
        for (int round = 0;
            round < ROUNDS || (mayComeThrough && placed == 0 && System.nanoTime() < end);
            round++) {
          placed += tried(() -> node.place(golden, target) != null) ? 1 : 0;
          placed += tried(() -> node.place(golden, target) != null) ? 1 : 0;
          tried(() -> node.release(target));
          node.placer().reap(() -> true);
          canary.assertUntouched();
        }
        assertThat(attacker.stop()).isPositive();
      }
      if (mayComeThrough) {
        assertThat(placed).as("placements that came through").isPositive();
      }
      state.assertUnchanged();
      worksOnceThereIsPeace(node, golden, target);
      canary.assertUntouched();
      state.assertUnchanged();
    }
  }

  private void worksOnceThereIsPeace(Node node, GoldenCopy golden, Path target) throws Exception {
    try (Stream<Path> names = Files.list(pod)) {
      for (Path name : names.toList()) {
        Files.move(name, dir.resolve("pods").resolve("was-" + name.getFileName()));
      }
    }
    assertThat(node.release(target)).isIn(true, false); // known or not, what is gone is gone
    node.place(golden, target);
    assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
    assertThat(node.release(target)).isTrue();
    node.assertWhole(dir, A);
  }

  @Test
  void aStoreWhosePathIsExchanged_staysWhereItWasOpened() throws Exception {
    Path hostile = Files.createDirectories(pod.resolve("a/node"));
    try (Node node = Node.open(new LinuxDisk(), hostile, dir);
        Attacker attacker = attacker(Attacker.As.THREAD)) {
      for (int round = 0; round < ROUNDS; round++) {
        SamplePack pack = SamplePack.twoFiles("p" + round).symlink("node_modules/link", "/etc");
        GoldenCopy golden = node.download(new CacheVersion(round + 1), pack);
        Path target = dir.resolve("pods/quiet");
        node.place(golden, target);
        assertThat(TreeText.read(target, false))
            .isEqualTo(Node.placed(new CacheVersion(round + 1), pack));
      }
      assertThat(attacker.stop()).isPositive();
      node.emptyTrash();
    }
    canary.assertUntouched();
  }

  @Test
  void thoseWhoCheckAndThenAct_areLedAstray() throws Exception {
    try (Attacker attacker = attacker(Attacker.As.THREAD)) {
      long end = System.nanoTime() + 60_000_000_000L;
      while (!canary.isTouched() && System.nanoTime() < end) {
        for (int i = 0; i < 500; i++) {
          placeNaively(pod.resolve("a"));
        }
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(canary.isTouched())
        .as("a naive placer escapes, or this suite shows nothing")
        .isTrue();
  }

  @Test
  void thoseWhoCheckAndThenDelete_deleteWhatIsBehindALink() throws Exception {
    try (Attacker attacker = attacker(Attacker.As.THREAD)) {
      long end = System.nanoTime() + 60_000_000_000L;
      while (!canary.isTouched() && System.nanoTime() < end) {
        for (int i = 0; i < 500; i++) {
          emptyNaively(pod.resolve("a"));
        }
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(canary.isTouched())
        .as("a naive reaper escapes, or this suite shows nothing")
        .isTrue();
  }

  private static void placeNaively(Path parent) {
    try {
      if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        Path made = Files.createDirectory(parent.resolve("naive"));
        Files.delete(made);
      }
    } catch (IOException _) {
      // exchanged in between, in a way that does no harm
    }
  }

  private static void emptyNaively(Path directory) {
    try {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        List<Path> found;
        try (Stream<Path> names = Files.list(directory)) {
          found = names.toList();
        }
        for (Path path : found) {
          Files.delete(path);
        }
      }
    } catch (IOException _) {
      // exchanged in between, in a way that does no harm
    }
  }
}
