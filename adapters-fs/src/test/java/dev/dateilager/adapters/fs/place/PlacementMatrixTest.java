package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.attack.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each way of placing comes to on each file system, by root and by another user: the table in
 * {@code docs/placement.md} is what this test saw (I8). {@code -Ddateilager.rewrite=true} writes
 * its rows instead of comparing them.
 */
@Timeout(120)
final class PlacementMatrixTest {
  private static final Path TABLE = Path.of("..", "docs", "placement.md");
  private static final long MIB = 1L << 20;

  @TempDir Path dir;
  private Mounts mounts;

  @BeforeEach
  void openMounts() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    mounts = new Mounts();
  }

  @AfterEach
  void closeMounts() throws Exception {
    if (mounts != null) {
      mounts.close();
    }
  }

  /** Where the store is and where the targets are; each name is the row's. */
  enum Place {
    EXT4("ext4"),
    XFS("xfs"),
    BTRFS("btrfs"),
    TMPFS("tmpfs"),
    OVERLAY("overlay on ext4"),
    TWO_EXT4("ext4, another mount of it"),
    TWO_XFS("xfs, another mount of it"),
    OTHER("ext4, targets on tmpfs");

    private final String shown;

    Place(String shown) {
      this.shown = shown;
    }
  }

  private Path ext4() throws IOException {
    return mounts.image(dir.resolve("fs"), 16 * MIB, "mkfs.ext4", "-q");
  }

  private Path xfs() throws IOException {
    return mounts.image(dir.resolve("fs"), 300 * MIB, "mkfs.xfs", "-q", "-m", "reflink=1");
  }

  private Path overlay() throws IOException {
    Path below = ext4();
    for (String part : List.of("lower", "upper", "work")) {
      Files.createDirectory(below.resolve(part));
    }
    return mounts.mount(
        dir.resolve("overlay"),
        "-t",
        "overlay",
        "-o",
        "lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work".formatted(below, below, below),
        "none");
  }

  private Path bound(Path fs) throws IOException {
    return mounts.mount(dir.resolve("bound"), "--bind", fs.toString());
  }

  private Path tmpfs() throws IOException {
    return mounts.mount(dir.resolve("tmpfs"), "-t", "tmpfs", "none");
  }

  @ParameterizedTest
  @EnumSource
  void everyMode_comesToWhatTheTableSays(Place place) throws Exception {
    Path store =
        switch (place) {
          case EXT4, TWO_EXT4, OTHER -> ext4();
          case XFS, TWO_XFS -> xfs();
          case BTRFS ->
              mounts.image(dir.resolve("fs"), 128 * MIB, "mkfs.btrfs", "-q", "-m", "single");
          case TMPFS -> tmpfs();
          case OVERLAY -> overlay();
        };
    Path targets =
        switch (place) {
          case TWO_EXT4, TWO_XFS -> bound(store);
          case OTHER -> tmpfs();
          case EXT4, XFS, BTRFS, TMPFS, OVERLAY -> store;
        };
    Path pods = Files.createDirectory(targets.resolve("pods"));
    holds(place.shown, "root", MatrixProgram.row(store, pods));
    holds(place.shown, "another user", ofAnotherUser(store, targets));
  }

  private static List<String> ofAnotherUser(Path store, Path targets) throws Exception {
    Path dir = Files.createDirectory(store.resolve("user"));
    Path pods = Files.createDirectory(targets.resolve("user-pods"));
    OtherUser.own(dir);
    OtherUser.own(pods);
    try (var program =
        OtherUser.program(false, MatrixProgram.class, dir.toString(), pods.toString())) {
      return List.of(program.line().split(" \\| ", -1));
    }
  }

  private static void holds(String place, String who, List<String> cells) throws IOException {
    assertThat(cells).hasSameSizeAs(MatrixProgram.columns());
    String key = "| %s | %s |".formatted(place, who);
    String row = key + " " + String.join(" | ", cells) + " |";
    var lines = new ArrayList<>(Files.readAllLines(TABLE));
    if (Boolean.getBoolean("dateilager.rewrite")) {
      int at =
          lines.lastIndexOf(lines.stream().filter(l -> l.startsWith(key)).findAny().orElse(""));
      if (at >= 0 && lines.get(at).startsWith(key)) {
        lines.set(at, row);
      } else {
        lines.add(row);
      }
      Files.write(TABLE, lines);
    }
    assertThat(lines).contains(row);
  }
}
