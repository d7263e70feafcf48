package dev.dateilager.adapters.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.place.Mounts;
import dev.dateilager.domain.staging.NodePath;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What descriptors give beyond what every directory does (I1, R1). */
final class LinuxDirTest extends DirContract {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new LinuxDisk();
  }

  @Override
  Path path() {
    return dir;
  }

  private long openDescriptors() throws Exception {
    return OpenDescriptors.below(dir);
  }

  @Test
  void names_thatCCannotTake_areRefused() {
    assertReason(Reason.TOO_LONG, () -> dir().create("a\0b"));
    assertReason(Reason.TOO_LONG, () -> dir().create("x".repeat(256)));
    assertReason(Reason.TOO_LONG, () -> dir().create("ä".repeat(5000)));
    assertThat(dir.toFile().list()).isEmpty();
  }

  @Test
  void open_neverGoesOverAMount_andSaysThatThereIsOne() throws Exception {
    try (var mounts = new Mounts()) {
      Files.createDirectories(dir.resolve("other/below"));
      mounts.mount(dir.resolve("real/mounted"), "--bind", dir.resolve("other").toString());
      for (String path : List.of("real/mounted", "real/mounted/below")) {
        assertReason(Reason.OTHER_MOUNT, () -> dir().open(path));
      }
      try (Dir real = dir().open("real")) {
        assertReason(Reason.OTHER_MOUNT, () -> real.ensure("mounted", 0755));
      }
      try (Dir seen = disk().openWithMounts(new NodePath(dir.toString()))) {
        seen.open("real/mounted/below").close();
        assertReason(Reason.ESCAPES, () -> seen.open("real/mounted/../../.."));
      }
    }
  }

  @Test
  void open_withoutOpenat2_refusesTheSame() throws Exception {
    try (var mounts = new Mounts()) {
      Files.createDirectories(dir.resolve("other/below"));
      Files.createSymbolicLink(dir.resolve("link"), Path.of("other"));
      mounts.mount(dir.resolve("real/mounted"), "--bind", dir.resolve("other").toString());
      int root = Libc.openat(-100, dir.toString(), 0, 0);
      long before = openDescriptors();
      assertThat(stepwise(root, "real")).isZero();
      assertThat(stepwise(root, "other/below")).isZero();
      assertThat(stepwise(root, "nothing/below")).isEqualTo(-Errno.ENOENT);
      assertThat(stepwise(root, "link/below")).isEqualTo(-Errno.ENOTDIR);
      for (String path : List.of("..", "real/..", "", "/etc", "real//mounted")) {
        assertThat(stepwise(root, path)).as(path).isEqualTo(-Errno.EXDEV);
      }
      for (String path : List.of("real/mounted", "real/mounted/below")) {
        assertThat(stepwise(root, path)).as(path).isEqualTo(-Errno.EXDEV);
      }
      assertThat(openDescriptors()).isEqualTo(before);
      Libc.close(root);
    }
  }

  /** Zero if it opens, else the error. */
  private static int stepwise(int root, String path) {
    Abi abi = Abi.current().orElseThrow();
    int opened = Beneath.stepwise(root, path, abi.directory() | abi.noFollow(), false);
    return opened < 0 ? opened : Libc.close(opened);
  }

  @Test
  void removeTree_ofAnyDepth_needsTwoDescriptors() throws Exception {
    Dir at = dir().make("deep", 0755);
    for (int depth = 0; depth < 3000; depth++) {
      Dir below = at.make("d", 0755);
      at.close();
      at = below;
    }
    at.create("file").close();
    at.close();
    long before = openDescriptors();
    dir().removeTree("deep");
    assertThat(dir().list()).isEmpty();
    assertThat(openDescriptors()).isEqualTo(before);
  }

  @Test
  void removeTree_takesNamesThatAreNoUtf8() throws Exception {
    dir().make("odd", 0755).close();
    try (Dir odd = dir().open("odd");
        Arena arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 0xff, (byte) 0);
      int parent = Libc.openat(-100, dir.resolve("odd").toString(), 0, 0);
      var plain = arena.allocateFrom("plain");
      odd.create("plain").close();
      assertThat(Libc.renameat2(parent, plain, parent, name, 0)).isZero();
      Libc.close(parent);
      assertThat(odd.list()).hasSize(1).doesNotContain("plain");
    }
    dir().removeTree("odd");
    assertThat(dir().list()).isEmpty();
  }

  @Test
  void readLink_keepsTheTextAsItIs_andSaysIfItIsNone() throws Exception {
    dir().symlink("a//b/", "odd");
    assertThat(dir().readLink("odd")).contains("a//b/");
    new ProcessBuilder("sh", "-c", "ln -s \"$(printf 'bad\\377')\" bytes")
        .directory(dir.toFile())
        .inheritIO()
        .start()
        .waitFor();
    assertThat(dir().readLink("bytes")).isEmpty();
  }

  @Test
  void failures_leaveNoDescriptorOpen() throws Exception {
    write("file", "x", 0644);
    dir().symlink("file", "link");
    long before = openDescriptors();
    assertThatThrownBy(() -> dir().open("file")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> dir().read("link")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> dir().read(".")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> dir().copyFile(dir(), "file", "file", 0644))
        .isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> dir().cloneFile(dir(), "absent", "x", 0644))
        .isInstanceOf(DiskException.class);
    assertThat(openDescriptors()).isEqualTo(before);
  }

  @Test
  void use_afterClose_isABug() throws Exception {
    Dir made = dir().make("d", 0755);
    made.close();
    made.close();
    assertThatThrownBy(made::list).isInstanceOf(IllegalStateException.class);
  }
}
