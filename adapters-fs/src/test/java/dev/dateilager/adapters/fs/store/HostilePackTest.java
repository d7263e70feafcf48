package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Scrutiny;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packs whose author wants to write somewhere else, or something that no golden copy may hold, as
 * they are unpacked on a real disk: refused with nothing left of them, or stored with safe modes
 * (I3, I4, I5, I6, I21).
 */
@Timeout(120)
final class HostilePackTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack GOOD = SamplePack.twoFiles("good");
  private static final int MANY = 10_000;
  private static final ObjectPath RUN = new ObjectPath("n/l/dir/run");

  @TempDir Path dir;
  private Path root;
  private Canary canary;

  /** A pack that is made for the place of the canary. */
  record Row(String name, Function<Path, SamplePack> pack) {
    private SamplePack at(Path canary) {
      return pack.apply(canary);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, Function<SamplePack, SamplePack> pack) {
    return new Row(name, _ -> pack.apply(SamplePack.named(name)));
  }

  /** With a link to the canary at {@code n/l}. */
  private static Row led(String name, Function<SamplePack, SamplePack> pack) {
    return new Row(
        name, canary -> pack.apply(SamplePack.named(name).symlink("n/l", canary.toString())));
  }

  /** An entry as a reader of archives makes it. */
  private interface Reading {
    Entry read() throws InvalidArgument;
  }

  /** A second entry that no value can hold: a reader can only end with this (I3). */
  private static Row unreadable(String name, Reading entry) {
    return row(name, pack -> pack.file("n/first", 0644, "x").failing(refusal(entry)));
  }

  private static Corrupt refusal(Reading entry) {
    try {
      return fail("%s is a value", entry.read());
    } catch (InvalidArgument | IllegalArgumentException refused) {
      return new Corrupt("entry refused: " + refused.getMessage(), refused);
    }
  }

  private static Row file(String path) {
    String shown = path.length() > 40 ? path.substring(0, 40) + "…" : path.replace("\0", "\\0");
    return unreadable(
        "file '%s' of %d characters".formatted(shown, path.length()),
        () -> new Entry.RegularFile(ObjectPath.parse(path), 0644, 1));
  }

  private static Row mode(int mode) {
    return unreadable(
        "mode %05o".formatted(mode), () -> new Entry.RegularFile(ObjectPath.parse("n/f"), mode, 1));
  }

  private static Row text(String name, String text) {
    return unreadable(
        "link text " + name, () -> new Entry.Symlink(ObjectPath.parse("n/l"), 0777, text));
  }

  static Stream<Row> refused() {
    Stream<Row> names =
        Stream.of(
                "",
                "/",
                ".",
                "..",
                "../x",
                "/../x",
                "n/../../x",
                "n/..",
                "n/./x",
                "//etc/x",
                "n//x",
                "n/x\0y",
                "\0",
                "\ud800",
                "n/" + "x".repeat(256),
                "ü".repeat(128),
                "n/".repeat(255) + "x",
                "n/" + ("x".repeat(200) + "/").repeat(20) + "x".repeat(75))
            .map(HostilePackTest::file);
    Stream<Row> values =
        Stream.of(
            mode(04755),
            mode(02755),
            mode(01777),
            mode(0100644),
            mode(-1),
            text("that is empty", ""),
            text("with a NUL", "/etc\0"),
            text("of 4096 bytes", "x".repeat(4096)));
    Stream<Row> ways =
        Stream.of(
            led("file below a link", pack -> pack.file("n/l/file", 0644, "x")),
            led("new file below a link", pack -> pack.file("n/l/new", 0644, "x")),
            led("file deep below a link", pack -> pack.file("n/l/dir/deep/empty", 0777, "x")),
            led("link below a link", pack -> pack.symlink("n/l/dir/link", "/")),
            led("directory below a link", pack -> pack.directory("n/l/dir/made/")),
            led("deletion below a link", pack -> pack.entry(new Entry.Deletion(RUN), Blob.EMPTY)),
            led(
                "cached reference below a link",
                pack -> pack.entry(new Entry.CachedReference(RUN, GOOD.hash()), Blob.EMPTY)),
            led(
                "empty file below a link",
                pack -> pack.entry(new Entry.RegularFile(RUN, 0644, 0), Blob.EMPTY)),
            led(
                "file below a link that stands for a directory just left",
                pack -> pack.directory("n/d/").symlink("n/d", "l").file("n/d/file", 0644, "x")),
            led(
                "file below a link that stands for a file",
                pack -> pack.file("n/f", 0644, "x").symlink("n/f", "l/dir").file("n/f/run", 0, "")),
            led(
                "file below a link to a link",
                pack -> pack.symlink("n/m", "l/dir").file("n/m/run", 0644, "x")),
            led(
                "directory with files that becomes a link",
                pack -> pack.file("n/d/run", 0644, "x").symlink("n/d", "l/dir")),
            led("client state as a link", pack -> pack.symlink(".dl", "n/l")),
            row("client state below", pack -> pack.file("/.dl/version", 0644, "7")),
            row("client state as a directory", pack -> pack.directory(".dl/")),
            led(
                "body shorter than said",
                pack -> pack.entry(new Entry.RegularFile(new ObjectPath("n/s"), 0644, 9), body())),
            led(
                "body longer than said",
                pack -> pack.entry(new Entry.RegularFile(new ObjectPath("n/s"), 0644, 1), body())),
            led(
                "body said to be as long as can be",
                pack ->
                    pack.entry(
                        new Entry.RegularFile(new ObjectPath("n/s"), 0644, Long.MAX_VALUE),
                        body())));
    return Stream.of(names, values, ways).flatMap(Function.identity());
  }

  private static Blob body() {
    return Blob.utf8("body");
  }

  static Stream<Row> stored() {
    return Stream.of(
        row("absolute path", pack -> pack.file("/etc/passwd", 0644, "x").symlink("/tmp/x", "/")),
        row("names that look like others", HostilePackTest::oddNames),
        row("every mode", HostilePackTest::everyMode),
        row("255 deep", pack -> pack.file("d/".repeat(254) + "f", 0644, "deep")),
        row("component of 255 bytes", pack -> pack.file("n/" + "x".repeat(255), 0644, "long")),
        row("link text of 4095 bytes", pack -> pack.symlink("n/l", "/" + "x".repeat(4094))),
        row("%d files of one directory".formatted(MANY), HostilePackTest::many),
        led("file in a link's place", pack -> pack.file("n/l", 0644, "x")),
        led("empty file in a link's place", pack -> pack.file("n/l", 0777, "")),
        led("directory in a link's place", pack -> pack.directory("n/l/").file("n/l/run", 0, "x")),
        led(
            "link in a link's place, over and over",
            pack -> pack.symlink("n/l", "l").symlink("n/l", "../../..").symlink("/n/l/", "/etc")),
        new Row(
            "links to files and directories",
            canary -> {
              SamplePack pack = SamplePack.named("links");
              int i = 0;
              for (String at : List.of("file", "secret", "dir", "dir/run", "dir/link", "empty")) {
                pack = pack.symlink("n/" + i++, canary.resolve(at).toString());
              }
              return pack.file("n/last", 0666, "x");
            }));
  }

  private static SamplePack oddNames(SamplePack pack) {
    SamplePack odd = pack;
    for (String name : List.of("...", " ", "~", "-rf", "a\\..\\b", "%2e%2e", "\n", "con:", "…")) {
      odd = odd.file("n/" + name + "/x", 0644, name);
    }
    return odd;
  }

  private static SamplePack everyMode(SamplePack pack) {
    SamplePack all = pack;
    for (int mode = 0; mode <= 0777; mode++) {
      all = all.file("n/%03o".formatted(mode), mode, mode % 2 == 0 ? "" : "x");
    }
    return all;
  }

  private static SamplePack many(SamplePack pack) {
    return pack.entries(
        IntStream.range(0, MANY)
            .mapToObj(i -> new Entry.RegularFile(new ObjectPath("n/" + i), 0666, 0)));
  }

  private static Stream<Arguments> onEachDisk(Stream<Row> rows) {
    return rows.flatMap(
        row ->
            Stream.of(new LinuxDisk(), new NioDisk(FileSystems.getDefault()))
                .map(disk -> Arguments.of(disk.getClass().getSimpleName(), row, disk)));
  }

  static Stream<Arguments> refusedOnEachDisk() {
    return onEachDisk(refused());
  }

  static Stream<Arguments> storedOnEachDisk() {
    return onEachDisk(stored());
  }

  @BeforeEach
  void plant() throws Exception {
    root = dir.resolve("store");
    canary = Canary.plant(dir.resolve("canary"));
  }

  private GoldenStore open(Disk disk) throws Exception {
    var unsynced = new TappedDisk(disk, (_, _) -> {}); // 10,000 files synced one by one are slow
    return DiskGoldenStore.open(unsynced, new NodePath(root.toString()), StoreSettings.DEFAULT);
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> names = Files.list(root.resolve(below))) {
      return names.map(name -> String.valueOf(name.getFileName())).toList();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedOnEachDisk")
  void add_ofWhatNoPackMayHold_leavesNothing(String name, Row row, Disk disk) throws Exception {
    SamplePack hostile = row.at(canary.root());
    try (GoldenStore store = open(disk)) {
      try (GoldenStore.Download adding = store.begin()) {
        assertThatThrownBy(() -> adding.add(hostile.hash(), hostile.open()))
            .as(name)
            .isInstanceOf(Corrupt.class);
        assertThat(names("tmp")).isEmpty();
        assertThat(names("objects")).isEmpty();
        assertThat(names("manifests")).isEmpty();
        canary.assertUntouched();
        adding.add(GOOD.hash(), GOOD.open()); // whatever came before it
        adding.list(ONE, Set.of(GOOD.hash()));
      }
      assertThat(store.packs()).containsExactly(GOOD.hash());
      assertThat(TreeText.read(root.resolve("objects"), false))
          .hasSize(1 + GOOD.tree().size())
          .containsKey(GOOD.hash().hex());
      assertThat(names("tmp")).isEmpty();
    }
    canary.assertUntouched();
    assertNothingBeside();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("storedOnEachDisk")
  void add_ofWhatIsOnlyOdd_storesItSafely(String name, Row row, Disk disk) throws Exception {
    SamplePack odd = row.at(canary.root());
    var findings = new ArrayList<Finding>();
    try (GoldenStore store = open(disk)) {
      WholeStore.download(store, ONE, odd);
      assertThat(TreeText.read(root.resolve("objects/" + odd.hash()), false)).isEqualTo(odd.tree());
      assertSafeModes(root.resolve("objects/" + odd.hash()));
      store.verify(odd.hash(), Scrutiny.reading(), findings::add);
      assertThat(findings).as(name).isEmpty();
      canary.assertUntouched();
      store.prune(Set.of(), false); // what was let in is got rid of too
      assertThat(names("objects")).isEmpty();
    }
    canary.assertUntouched();
    assertNothingBeside();
  }

  private static void assertSafeModes(Path pack) throws IOException {
    try (Stream<Path> paths = Files.walk(pack)) {
      for (Path path : paths.toList()) {
        if (!Files.isSymbolicLink(path)) {
          int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
          assertThat(mode & 07022).as("bits of %s that nobody may have", path).isZero();
          assertThat(Files.isRegularFile(path) || Files.isDirectory(path)).isTrue();
        }
      }
    }
  }

  private void assertNothingBeside() throws IOException {
    try (Stream<Path> names = Files.list(dir)) {
      assertThat(names).containsExactlyInAnyOrder(root, canary.root());
    }
  }
}
