package dev.dateilager.adapters.fs.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attackers attack, and canaries sing: without that no suite built on them says anything. */
@Timeout(120)
class AttackTest {
  @TempDir private Path dir;
  private Canary canary;

  @BeforeEach
  void plant() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: attackers need Linux");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    canary = Canary.plant(dir.resolve("canary"));
  }

  /** A change that a canary must notice. */
  @FunctionalInterface
  private interface Change {
    void make(Path root) throws IOException;
  }

  private void notices(Change change) throws IOException {
    Canary fresh = Canary.plant(Files.createTempDirectory(dir, "canary").resolve("root"));
    change.make(fresh.root());
    assertThat(fresh.isTouched()).isTrue();
    assertThatThrownBy(fresh::assertUntouched).isInstanceOf(AssertionError.class);
  }

  @Test
  void canary_noticesEveryKindOfChange() throws Exception {
    canary.assertUntouched();
    notices(root -> Files.writeString(root.resolve("file"), "changed"));
    notices(root -> Files.write(root.resolve("file"), new byte[6], StandardOpenOption.WRITE));
    notices(root -> Files.createFile(root.resolve("empty/new")));
    notices(root -> Files.delete(root.resolve("dir/link")));
    notices(root -> Files.delete(root.resolve("empty")));
    notices(root -> Files.move(root.resolve("secret"), root.resolve("dir/secret")));
    notices(root -> Files.setLastModifiedTime(root.resolve("file"), FileTime.fromMillis(0)));
    notices(
        root ->
            Files.setPosixFilePermissions(
                root.resolve("secret"), PosixFilePermissions.fromString("rw-rw-rw-")));
    notices(
        root -> {
          Files.delete(root.resolve("file"));
          Files.writeString(root.resolve("file"), "canary");
        });
    canary.assertUntouched();
  }

  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void attacker_swapsUntilStopped_andPlantsAgainWhatWasTaken(Attacker.As who) throws Exception {
    Path hostile = Files.createDirectory(dir.resolve("hostile"));
    Files.createDirectory(hostile.resolve("a"));
    Files.createSymbolicLink(hostile.resolve("b"), canary.root());
    if (who != Attacker.As.THREAD) {
      OtherUser.assumeThereIsOne();
      OtherUser.own(hostile);
    }
    try (Attacker attacker = Attacker.exchanging(who, hostile, "a", "b")) {
      await(hostile.resolve("a"), true);
      await(hostile.resolve("a"), false);
      Files.move( // a rename takes whatever stands there at the moment
          hostile.resolve("a"), dir.resolve("taken"), StandardCopyOption.ATOMIC_MOVE);
      await(hostile.resolve("a"), true);
      await(hostile.resolve("b"), true);
      assertThat(attacker.stop()).isPositive();
    }
    canary.assertUntouched();
  }

  /** Until a link stands there, or a directory. */
  private static void await(Path name, boolean link) {
    while (link ? !Files.isSymbolicLink(name) : Files.isSymbolicLink(name)) {
      Thread.onSpinWait(); // bounded by the test's time limit
    }
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void trap_stands_andDoesNoHarmByItself(Trap trap) throws Exception {
    trap.plant(dir.resolve("trap"), canary);
    assertThat(dir.resolve("trap").toFile().exists() || trap == Trap.LINK_TO_NOTHING).isTrue();
    canary.assertUntouched();
    Trap.remove(dir.resolve("trap"));
    assertThat(dir.resolve("trap")).doesNotExist();
    canary.assertUntouched();
  }
}
