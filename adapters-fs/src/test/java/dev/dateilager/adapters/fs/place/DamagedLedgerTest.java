package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.attack.Trap;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.adapters.fs.store.CheckedText;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ledger whose files were changed by chance, or made up by someone who knows their form: read as
 * what they were or as absent, and never a reason to touch anything but a placement (I1, I17, I21).
 */
@Timeout(300)
final class DamagedLedgerTest {
  private static final int ASKED = Integer.getInteger("dateilager.rounds", 1);
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final String PLACED =
      "2049 77 1700000000000000000 3 link 5 0 2 900 2026-01-02T03:04:05Z empty-file=2";
  private static final List<String> ENTRY =
      List.of("target /pods/a\\\\b\\nc/cache", "placed " + PLACED, "before " + PLACED);
  private static final List<String> AREA =
      List.of("path /pods/.dateilager-1", "directory 2049 77 1700000000000000000");
  private static final List<String> NUMBERS =
      List.of(
          "",
          "-",
          "-1",
          "0",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "99999999999999999999999999",
          "0x7f",
          "1e9",
          "٣",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "=",
          ",",
          "empty-file",
          "empty-file=9223372036854775807,empty-file=1");

  @TempDir Path dir;
  private Canary canary;
  private Path ledger;
  private Path alone;

  @BeforeEach
  void plant() throws Exception {
    canary = Canary.plant(dir.resolve("canary"));
    ledger = dir.resolve("store/ledger");
    alone = Files.createDirectory(dir.resolve("alone"));
    Files.setPosixFilePermissions(alone, PosixFilePermissions.fromString("rwx------"));
  }

  private static long seed(String what) {
    long seed = Long.getLong("dateilager.seed", System.nanoTime());
    System.out.printf("%s: -Ddateilager.seed=%d%n", what, seed);
    return seed;
  }

  @Test
  void samples_areRead() {
    assertThat(LedgerText.entry(ENTRY).map(LedgerText::lines)).contains(ENTRY);
    assertThat(LedgerText.area(AREA).map(LedgerText::lines)).contains(AREA);
  }

  @Test
  void lines_ofAnyKind_areReadAsOneThingOrAsAbsent() {
    long seed = seed("ledger lines");
    var random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000 * ASKED; i++) {
      List<String> entry = changed(ENTRY, random);
      List<String> area = changed(AREA, random);
      String when = "try %d, seed %d: %s, %s".formatted(i, seed, entry, area);
      Optional<LedgerEntry> known = LedgerText.entry(entry);
      known.ifPresent(
          same -> assertThat(LedgerText.entry(LedgerText.lines(same))).as(when).contains(same));
      Optional<AreaRecord> made = LedgerText.area(area);
      made.ifPresent(
          same -> {
            assertThat(LedgerText.area(LedgerText.lines(same))).as(when).contains(same);
            assertThat(same.name()).as(when).startsWith(WorkArea.BESIDE);
          });
      read += known.isPresent() || made.isPresent() ? 1 : 0;
    }
    assertThat(read).as("lines that still had a meaning").isPositive();
  }

  /** One line with another word, another character, or less; or another number of lines. */
  private static List<String> changed(List<String> lines, Random random) {
    var changed = new ArrayList<>(lines);
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(6)) {
      case 0 -> {
        String[] words = line.split(" ", -1);
        words[random.nextInt(words.length)] = NUMBERS.get(random.nextInt(NUMBERS.size()));
        changed.set(at, String.join(" ", words));
      }
      case 1 -> {
        var text = new StringBuilder(line);
        text.setCharAt(random.nextInt(line.length()), (char) random.nextInt(0x180));
        changed.set(at, text.toString());
      }
      case 2 -> changed.set(at, line.substring(0, random.nextInt(line.length())));
      case 3 -> changed.remove(at);
      case 4 -> changed.add(at, line);
      default -> {
        String path = hostilePaths().get(random.nextInt(hostilePaths().size()));
        changed.set(0, line.substring(0, line.indexOf(' ') + 1) + path);
      }
    }
    return changed;
  }

  private static List<String> hostilePaths() {
    return List.of(
        "",
        "/",
        "//",
        "/..",
        "/a/../b",
        "/a/./b",
        "a",
        "/a/",
        "/a\0",
        "/\\",
        "/a\\n",
        "/\ud800",
        "/" + "x".repeat(5000),
        "/" + "x".repeat(300),
        "/.dateilager-/..");
  }

  /** What someone who wants the canary gone would write, by the file's name. */
  private Map<String, List<String>> forged(Stat.Identity other) {
    var forged = new LinkedHashMap<String, List<String>>();
    Path store = dir.resolve("store");
    var paths = new ArrayList<>(hostilePaths());
    for (Path path :
        List.of(
            canary.root(),
            canary.root().resolve("dir"),
            canary.root().resolve("empty"),
            canary.root().resolve("dir/link"),
            canary.root().resolve("file/below"),
            dir.resolve("pods/../canary"),
            dir,
            alone,
            store,
            store.resolve("objects"),
            store.resolve("ledger/x"),
            Path.of("/proc/self/root"),
            Path.of("/etc"))) {
      paths.add(path.toString());
    }
    String identity = "%d %d %d".formatted(other.device(), other.inode(), other.bornNanos());
    for (String path : paths) {
      String name = ContentHash.of(Blob.utf8(path.replace("\\n", "\n"))).hex();
      String standing = identity + PLACED.substring(PLACED.indexOf(" 3 link"));
      forged.put(name, List.of("target " + path, "placed " + standing, "before -"));
      forged.put("area-" + name, List.of("path " + path, "directory " + identity));
      String unknown = ContentHash.of(Blob.utf8(path + "/.dateilager-x")).hex();
      forged.put("area-" + unknown, List.of("path " + path + "/.dateilager-x", "directory -"));
      if (path.equals(alone.toString())) { // as an area that was just made looks
        forged.put("area-" + name, List.of("path " + path, "directory -"));
      }
    }
    return forged;
  }

  private void write(Map<String, List<String>> forged) throws IOException {
    try (Dir here = new LinuxDisk().open(new NodePath(ledger.toString()))) {
      for (Map.Entry<String, List<String>> file : forged.entrySet()) {
        boolean area = file.getKey().startsWith("area-");
        String form = area ? LedgerText.AREA : LedgerText.PLACEMENT;
        String lines = form + "\n" + String.join("\n", file.getValue()) + "\n";
        String text = lines + "sha256 " + ContentHash.of(Blob.utf8(lines)) + "\n";
        Files.writeString(ledger.resolve(file.getKey()), fixed(text), StandardCharsets.UTF_8);
        if (file.getValue().stream().noneMatch(line -> line.contains("\ud800"))) {
          assertThat(CheckedText.read(here, file.getKey(), form)).isPresent();
        }
      }
    }
  }

  /** A lone surrogate has no bytes; any other damage does. */
  private static String fixed(String text) {
    return text.replace("\ud800", "?");
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> damaged = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      default -> {
        damaged = new byte[random.nextInt(300)];
        random.nextBytes(damaged);
      }
    }
    return damaged;
  }

  private Node open() throws DateiLagerException {
    return Node.open(new TappedDisk(new LinuxDisk(), (_, _) -> {}), dir); // which syncs nothing
  }

  private static String entryOf(Path target) {
    return ContentHash.of(Blob.utf8(target.toString())).hex();
  }

  @Test
  void open_onADamagedLedger_knowsWhatIsWhole_andTouchesNothingElse() throws Exception {
    long seed = seed("damaged ledgers");
    var random = new Random(seed);
    List<Path> targets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      targets.add(dir.resolve("pods/" + i + "/cache"));
    }
    Stat.Identity identity;
    try (Node node = open();
        Dir here = new LinuxDisk().open(new NodePath(dir.toString()));
        Dir other = here.make("other", WorkArea.PRIVATE)) {
      identity = other.stat().identity();
      GoldenCopy golden = node.download(ONE, A);
      for (Path target : targets) {
        node.place(golden, target);
      }
    }
    var golden = GoldenState.of(dir);
    for (int round = 0; round < 40 * ASKED; round++) {
      Path victim = targets.get(random.nextInt(targets.size()));
      Path file = ledger.resolve(entryOf(victim));
      byte[] right = Files.readAllBytes(file);
      write(forged(identity));
      Files.write(ledger.resolve("garbage"), damaged(right, random));
      Files.write(ledger.resolve("area-" + entryOf(victim)), right);
      Files.write(file, damaged(right, random));
      String when = "round %d, seed %d".formatted(round, seed);
      try (Node node = open()) {
        assertKnown(node, targets, victim, when);
        releaseForged(node, identity);
        node.placer().reap(Pace.FREE);
        assertKnown(node, targets, victim, when);
      }
      canary.assertUntouched();
      golden.assertUnchanged();
      assertThat(alone).as(when).isEmptyDirectory();
      for (Path target : targets) {
        assertThat(TreeText.read(target, false)).as(when).isEqualTo(Node.placed(ONE, A));
      }
      assertThat(Node.names(ledger).stream().filter(name -> !name.startsWith("area-")))
          .as(when)
          .hasSize(targets.size() - 1);
      Files.write(file, right);
    }
  }

  /** Whatever else stands at the name of an entry goes, and a start needs no human (I11). */
  @ParameterizedTest
  @EnumSource(
      value = Trap.class,
      names = {"DEEP", "LONG_NAMES", "DEVICE", "FULL_DIRECTORY"},
      mode = EnumSource.Mode.EXCLUDE)
  void open_withSomethingElseInPlaceOfAnEntry_dropsIt(Trap trap) throws Exception {
    Path target = dir.resolve("pods/cache");
    try (Node node = open()) {
      node.place(node.download(ONE, A), target);
    }
    Path entry = ledger.resolve(entryOf(target));
    for (Path at : List.of(entry, ledger.resolve("area-" + entryOf(target)))) {
      Files.deleteIfExists(at);
      trap.plant(at, canary);
    }
    Files.createDirectories(ledger.resolve("a directory/with/more"));
    try (Node node = open()) {
      assertThat(node.placer().placements()).isEmpty();
      assertThat(ledger).isEmptyDirectory();
      canary.assertUntouched();
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
    }
  }

  private static void assertKnown(Node node, List<Path> targets, Path victim, String when)
      throws DateiLagerException {
    assertThat(node.placer().placements())
        .as(when)
        .extracting(placement -> Path.of(placement.target().value()))
        .containsExactlyInAnyOrderElementsOf(
            targets.stream().filter(target -> !target.equals(victim)).toList());
  }

  /** As a caller would who believes in what was forged. */
  private void releaseForged(Node node, Stat.Identity identity) {
    for (List<String> lines : forged(identity).values()) {
      String path = lines.getFirst().substring(lines.getFirst().indexOf(' ') + 1);
      try {
        assertThat(node.placer().release(new NodePath(path))).as(path).isFalse();
      } catch (DateiLagerException | IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }
}
