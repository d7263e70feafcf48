package dev.dateilager.adapters.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.staging.NodePath;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kind of open directory must hold to. */
abstract class DirContract {
  private Dir dir;

  abstract Disk disk();

  /** An existing directory. */
  abstract Path path();

  @BeforeEach
  void open() throws Exception {
    dir = disk().open(new NodePath(path().toString()));
  }

  @AfterEach
  void close() {
    dir.close();
  }

  Dir dir() {
    return dir;
  }

  static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DiskException.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  void write(String name, String content, int mode) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (NewFile file = dir.create(name)) {
      file.write(bytes, 0, bytes.length);
      file.finish(mode, true);
    }
  }

  private String text(String name) throws Exception {
    return TreeText.at(path().resolve(name));
  }

  @Test
  void make_andFinish_giveExactlyTheMode_whateverTheUmask() throws Exception {
    dir.make("wide", 0777).close();
    dir.make("narrow", 0700).close();
    write("file", "x", 0666);
    write("none", "x", 0);
    assertThat(text("wide")).isEqualTo(TreeText.directory(0777));
    assertThat(text("narrow")).isEqualTo(TreeText.directory(0700));
    assertThat(text("file")).isEqualTo(TreeText.file(0666, "x"));
    assertThat(dir.look("none").orElseThrow().mode()).isZero();
  }

  @Test
  void make_ofATakenName_saysSo() throws Exception {
    write("file", "x", 0644);
    assertReason(Reason.EXISTS, () -> dir.make("file", 0755));
    assertReason(Reason.EXISTS, () -> dir.create("file"));
    assertThat(text("file")).isEqualTo(TreeText.file(0644, "x"));
    dir.ensure("there", 0755).close();
    dir.ensure("there", 0755).close();
  }

  @Test
  void open_neverGoesOverALinkOrUp() throws Exception {
    Files.createDirectories(path().resolve("real/below"));
    dir.symlink("real", "link");
    dir.open("real/below").close();
    assertReason(Reason.ESCAPES, () -> dir.open("link/below"));
    assertThatThrownBy(() -> dir.open("link")).isInstanceOf(DiskException.class);
    assertReason(Reason.ESCAPES, () -> dir.open(".."));
    assertReason(Reason.ESCAPES, () -> dir.open("real/../.."));
    assertReason(Reason.ABSENT, () -> dir.open("nothing"));
    write("file", "x", 0644);
    assertReason(Reason.NOT_A_DIRECTORY, () -> dir.open("file"));
  }

  @Test
  void above_isWhatHoldsIt_upToTheTop() throws Exception {
    Files.createDirectories(path().resolve("real/below"));
    try (Dir below = dir.open("real/below");
        Dir real = below.above().orElseThrow();
        Dir same = real.above().orElseThrow()) {
      assertThat(real.stat().identity()).isEqualTo(dir.look("real").orElseThrow().identity());
      assertThat(same.stat().identity()).isEqualTo(dir.stat().identity());
    }
    int steps = 0;
    Optional<Dir> above = dir.above();
    while (above.isPresent()) {
      steps++;
      try (Dir here = above.get()) {
        above = here.above();
      }
    }
    assertThat(steps).isEqualTo(path().toRealPath().getNameCount());
  }

  @Test
  void readAndCreate_neverFollowALink() throws Exception {
    write("target", "secret", 0644);
    dir.symlink("target", "link");
    dir.symlink("nowhere", "dangling");
    assertThatThrownBy(() -> dir.read("link")).isInstanceOf(DiskException.class);
    assertReason(Reason.EXISTS, () -> dir.create("dangling"));
    assertThat(Files.exists(path().resolve("nowhere"))).isFalse();
    try (InputStream in = dir.read("target")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("secret");
    }
  }

  @Test
  void chmod_onlyEverChangesItself() throws Exception {
    try (Dir made = dir.make("d", 0755)) {
      made.chmod(0700);
    }
    assertThat(text("d")).isEqualTo(TreeText.directory(0700));
  }

  @Test
  void makeLessUmask_takesWhatTheUmaskLeaves() throws Exception {
    dir.makeLessUmask("d", 0777).close();
    Files.createDirectory(path().resolve("javas"));
    assertThat(dir.look("d").orElseThrow().mode() & 0700).isEqualTo(0700);
    assertThat(dir.look("d").orElseThrow().mode())
        .isIn(0777, dir.look("javas").orElseThrow().mode());
    dir.makeLessUmask("narrow", 0700).close();
    assertThat(text("narrow")).isEqualTo(TreeText.directory(0700));
    assertReason(Reason.EXISTS, () -> dir.makeLessUmask("d", 0777));
  }

  @Test
  void readLink_givesTheTextOfALink_andOfNothingElse() throws Exception {
    dir.symlink("../far/away", "link");
    write("file", "x", 0644);
    assertThat(dir.readLink("link")).contains("../far/away");
    assertThatThrownBy(() -> dir.readLink("file")).isInstanceOf(DiskException.class);
    assertReason(Reason.ABSENT, () -> dir.readLink("nothing"));
  }

  @Test
  void isEmpty_untilItHoldsSomething() throws Exception {
    try (Dir made = dir.make("d", 0755)) {
      assertThat(made.isEmpty()).isTrue();
      made.symlink("x", ".hidden");
      assertThat(made.isEmpty()).isFalse();
    }
  }

  @Test
  void look_tellsWhenAFileChanged() throws Exception {
    write("file", "x", 0644);
    var time = FileTime.from(Instant.parse("2024-05-06T07:08:09Z"));
    Files.setLastModifiedTime(path().resolve("file"), time);
    assertThat(dir.look("file").orElseThrow().modifiedNanos())
        .isEqualTo(time.to(TimeUnit.NANOSECONDS));
  }

  @Test
  void link_sharesAnInode_andCopyDoesNot() throws Exception {
    write("file", "bytes", 0644);
    dir.link(dir, "file", "second");
    dir.copyFile(dir, "file", "third", 0600);
    Stat file = dir.look("file").orElseThrow();
    assertThat(dir.look("second").orElseThrow().identity()).isEqualTo(file.identity());
    assertThat(file.links()).isEqualTo(2);
    assertThat(dir.look("third").orElseThrow().identity()).isNotEqualTo(file.identity());
    assertThat(text("third")).isEqualTo(TreeText.file(0600, "bytes"));
    assertReason(Reason.EXISTS, () -> dir.link(dir, "file", "third"));
    assertReason(Reason.EXISTS, () -> dir.copyFile(dir, "file", "third", 0644));
    assertThat(text("third")).isEqualTo(TreeText.file(0600, "bytes"));
  }

  @Test
  void renames_keepTheirPromises() throws Exception {
    write("a", "a", 0644);
    write("b", "b", 0644);
    assertReason(Reason.EXISTS, () -> dir.renameNew("a", dir, "b"));
    dir.exchange("a", dir, "b");
    assertThat(text("a")).isEqualTo(TreeText.file(0644, "b"));
    dir.rename("a", dir, "b");
    assertThat(text("b")).isEqualTo(TreeText.file(0644, "b"));
    assertThat(dir.list()).containsExactly("b");
    dir.make("d", 0755).close();
    dir.make("e", 0755).close();
    dir.rename("d", dir, "e");
    try (Dir full = dir.make("full", 0755)) {
      dir.rename("b", full, "b");
      assertReason(Reason.NOT_EMPTY, () -> dir.rename("e", dir, "full"));
    }
  }

  @Test
  void removals_tellKindsApart() throws Exception {
    write("file", "x", 0644);
    dir.make("d", 0755).close();
    assertThatThrownBy(() -> dir.unlink("d")).isInstanceOf(DiskException.class);
    assertReason(Reason.NOT_A_DIRECTORY, () -> dir.removeDir("file"));
    assertReason(Reason.ABSENT, () -> dir.unlink("nothing"));
    dir.unlink("file");
    dir.removeDir("d");
    assertThat(dir.list()).isEmpty();
  }

  @Test
  void removeTree_takesAllKindsAndFollowsNothing() throws Exception {
    Files.createDirectories(path().resolve("kept"));
    Files.writeString(path().resolve("kept/file"), "kept");
    Files.createDirectories(path().resolve("gone/a/b/c"));
    Files.createDirectories(path().resolve("gone/a/d"));
    Files.writeString(path().resolve("gone/a/b/c/file"), "x");
    Files.writeString(path().resolve("gone/a/d/file"), "x");
    Files.createSymbolicLink(
        path().resolve("gone/a/link"), path().getFileSystem().getPath("../../kept"));
    dir.removeTree("gone");
    dir.removeTree("gone");
    assertThat(dir.list()).containsExactly("kept");
    assertThat(text("kept/file")).endsWith("kept");
    dir.symlink("kept", "link");
    dir.removeTree("link");
    assertThat(text("kept/file")).endsWith("kept");
  }

  @Test
  void lock_isForOneAtATime_andIsFreedByClosing() throws Exception {
    try (HeldLock lock = ((LockAttempt.Got) dir.lock("l")).lock()) {
      lock.write("holder one, a long name\n");
      lock.write("holder\n");
      assertThat(lock.content()).isEqualTo("holder\n");
      assertThat(dir.lock("l")).isInstanceOf(LockAttempt.Taken.class);
      assertReason(Reason.EXISTS, () -> dir.lockNew("l"));
    }
    try (HeldLock again = ((LockAttempt.Got) dir.lock("l")).lock()) {
      assertThat(again.content()).isEqualTo("holder\n");
    }
    dir.lockNew("m").close();
  }

  @Test
  void linksTo_comparesTheTextAndFollowsNothing() throws Exception {
    dir.symlink("../größe/nowhere", "l");
    write("file", "x", 0644);
    assertThat(dir.linksTo("l", "../größe/nowhere")).isTrue();
    assertThat(dir.linksTo("l", "../größe")).isFalse();
    assertThatThrownBy(() -> dir.linksTo("file", "x")).isInstanceOf(DiskException.class);
    assertReason(Reason.ABSENT, () -> dir.linksTo("nothing", "x"));
  }

  @Test
  void space_isLeft() throws Exception {
    assertThat(dir.space().bytes()).isPositive();
    assertThat(dir.space().inodes()).isPositive();
  }

  @Test
  void mayWrite_ofAnOpenDirectory_isTrue() throws Exception {
    dir.make("d", 0755).close();
    assertThat(dir.mayWrite("d")).isTrue();
  }
}
