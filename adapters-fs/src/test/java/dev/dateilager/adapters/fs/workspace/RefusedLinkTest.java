package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.OtherUser;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.place.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the kernel refuses a second name, files are cloned, else copied, and it is told (I8). */
@Timeout(120)
class RefusedLinkTest {
  private static final long MIB = 1L << 20;

  @TempDir private Path temporary;

  @BeforeEach
  void letOthersPass() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: what is refused is told by Linux calls");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertTaken(Path project) {
    assertThat(new FileDirectory(project).tree())
        .hasSize(CachedApply.FILES + 1)
        .containsEntry("p/3", "644 cached 3")
        .containsEntry("p/empty", "644 ");
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private static void assertShared(Path project, Path cache, boolean shared) throws IOException {
    Path packed = cache.resolve("objects/" + CachedApply.PACK + "/p/3");
    assertThat(inode(project.resolve("p/3")).equals(inode(packed))).isEqualTo(shared);
    assertThat(Files.getAttribute(packed, "unix:nlink")).isEqualTo(shared ? 2 : 1);
  }

  /** A tenant's client, over golden files that root owns (F12). */
  private static String takeAsTenant(Path project, Path cache) throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/sys/fs/protected_hardlinks")).strip().equals("1"),
        "NOT RUN: fs.protected_hardlinks is off here");
    CachedApply.fill(new FileCache(cache));
    OtherUser.own(Files.createDirectories(project));
    try (var program =
        OtherUser.program(false, CachedApply.class, project.toString(), cache.toString())) {
      return program.line();
    }
  }

  @Test
  void tenant_whoMayNotLink_getsCopies() throws Exception {
    OtherUser.assumeThereIsOne();
    try (var mounts = new Mounts()) {
      Path disk = mounts.mount(temporary.resolve("tmpfs"), "-t", "tmpfs", "tmpfs");
      Path project = disk.resolve("project");
      Path cache = disk.resolve("cache");
      assertThat(takeAsTenant(project, cache))
          .isEqualTo("linked 0, cloned 0, copied 11, missing 0, {NOT_PERMITTED=10, EMPTY_FILE=1}");
      assertTaken(project);
      assertShared(project, cache, false);
    }
  }

  @Test
  void tenant_whoMayNotLink_getsClonesWhereTheyCanBeHad() throws Exception {
    OtherUser.assumeThereIsOne();
    try (var mounts = new Mounts()) {
      Path disk = mounts.image(temporary.resolve("btrfs"), 128 * MIB, "mkfs.btrfs", "-q");
      Path project = disk.resolve("project");
      Path cache = disk.resolve("cache");
      assertThat(takeAsTenant(project, cache))
          .isEqualTo("linked 0, cloned 10, copied 1, missing 0, {NOT_PERMITTED=10, EMPTY_FILE=1}");
      assertTaken(project);
      assertShared(project, cache, false);
    }
  }

  @Test
  void owner_getsLinks() throws Exception {
    Path project = temporary.resolve("project");
    var cache = new FileCache(temporary.resolve("cache"));
    CachedApply.fill(cache);
    assertThat(CachedApply.take(new FileDirectory(project), cache))
        .isEqualTo("linked 10, cloned 0, copied 1, missing 0, {EMPTY_FILE=1}");
    assertTaken(project);
    assertShared(project, temporary.resolve("cache"), true);
  }

  @Test
  void anotherMountOfOneFileSystem_isToldFromAnotherFileSystem() throws Exception {
    var cache = new FileCache(temporary.resolve("cache"));
    CachedApply.fill(cache);
    try (var mounts = new Mounts()) {
      Path real = Files.createDirectory(temporary.resolve("real"));
      Path bound = mounts.mount(temporary.resolve("bound"), "--bind", real.toString());
      assertThat(CachedApply.take(new FileDirectory(bound.resolve("project")), cache))
          .contains("linked 0,")
          .contains("{OTHER_MOUNT=10, EMPTY_FILE=1}");
      assertTaken(bound.resolve("project"));
      Path other = mounts.mount(temporary.resolve("tmpfs"), "-t", "tmpfs", "tmpfs");
      assertThat(CachedApply.take(new FileDirectory(other.resolve("project")), cache))
          .isEqualTo(
              "linked 0, cloned 0, copied 11, missing 0, {OTHER_FILE_SYSTEM=10, EMPTY_FILE=1}");
      assertTaken(other.resolve("project"));
      assertShared(other.resolve("project"), temporary.resolve("cache"), false);
    }
  }
}
