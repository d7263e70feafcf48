package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link PackCodec} must hold to. */
public abstract class PackCodecContract extends ContentCodecContract {
  /** Whether the codec makes runs of one byte at least ten times shorter. */
  protected abstract boolean compresses();

  /** An entry with its body; none for other kinds than files. */
  private record Packed(Entry entry, Blob body) {}

  private static Packed file(String path, Blob body) {
    return new Packed(new Entry.RegularFile(new ObjectPath(path), 0644, body.length()), body);
  }

  private static Packed other(Entry entry) {
    return new Packed(entry, Blob.EMPTY);
  }

  private Blob pack(List<Packed> entries) {
    PackWriter writer = codec(LIMITS).create();
    entries.forEach(packed -> writer.add(packed.entry(), packed.body()));
    return writer.finish();
  }

  private static List<Packed> unpack(PackCodec codec, Blob packed) throws DateiLagerException {
    var entries = new ArrayList<Packed>();
    try (EntryReader reader = codec.open(packed)) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(new Packed(next.get(), rest(reader)));
      }
    }
    return entries;
  }

  private static Blob rest(EntryReader reader) throws DateiLagerException {
    byte[] bytes = new byte[100];
    int filled = 0;
    while (true) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      int read = reader.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        return Blob.owned(Arrays.copyOf(bytes, filled));
      }
      assertThat(read).isPositive();
      filled += read;
    }
  }

  private void assertRoundTrip(List<Packed> entries) throws DateiLagerException {
    assertThat(unpack(codec(LIMITS), pack(entries))).isEqualTo(entries);
  }

  private static final List<Packed> EVERY_KIND =
      List.of(
          file("a", Blob.utf8("a v1")),
          file("empty", Blob.EMPTY),
          new Packed(new Entry.RegularFile(new ObjectPath("bin/run"), 0755, 3), Blob.utf8("run")),
          new Packed(new Entry.RegularFile(new ObjectPath("none"), 0, 1), Blob.utf8("n")),
          new Packed(new Entry.RegularFile(new ObjectPath("all"), 0777, 1), Blob.utf8("a")),
          other(new Entry.Directory(new ObjectPath("d/"), 0755)),
          other(new Entry.Directory(new ObjectPath("bare"), 0700)),
          other(new Entry.Symlink(new ObjectPath("l"), 0777, "a")),
          other(new Entry.Symlink(new ObjectPath("whole/pack/"), 0777, "../elsewhere/")),
          other(new Entry.Deletion(new ObjectPath("old"))),
          other(new Entry.Deletion(new ObjectPath("olddir/"))),
          other(
              new Entry.CachedReference(
                  new ObjectPath("node_modules/x/"), ContentHash.of(Blob.utf8("x")))));

  // Packs: what goes in comes out

  @Test
  void open_ofNoBytes_hasNoEntries() throws Exception {
    assertThat(unpack(codec(LIMITS), Blob.EMPTY)).isEmpty();
  }

  @Test
  void open_ofAPackWithoutEntries_hasNoEntries() throws Exception {
    assertThat(unpack(codec(LIMITS), pack(List.of()))).isEmpty();
  }

  @Test
  void open_givesEveryKindBackInOrder() throws Exception {
    assertRoundTrip(EVERY_KIND);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 1023, 1024, 1025, 1 << 20, (1 << 20) + 1, 5_000_001})
  void open_givesBodiesOfAnyLengthBack(int length) throws Exception {
    assertRoundTrip(
        List.of(
            file("random", randomBytes(length, length)),
            file("zeros", zeros(length)),
            file("after", Blob.utf8("after"))));
  }

  static Stream<String> names() {
    String component = "c".repeat(255);
    return Stream.of(
        "n".repeat(99),
        "n".repeat(100),
        "n".repeat(101),
        "d".repeat(155) + "/" + "n".repeat(100),
        "d".repeat(156) + "/" + "n".repeat(100),
        "d".repeat(155) + "/" + "n".repeat(101),
        component,
        (component + "/").repeat(10) + "n".repeat(40),
        (component + "/").repeat(15) + component + "/",
        "a/".repeat(254) + "b",
        "/leading/slash",
        "grüße/straße",
        "日本語/ファイル",
        "emoji/😀/𝔘",
        "é".repeat(60),
        "back\\slash",
        "line\nbreak",
        "tab\tand\rreturn",
        "\u0001\u001f\u007f",
        " leading and trailing ",
        "-dash",
        "..a/...",
        "a=b",
        "12 path=x\n");
  }

  @ParameterizedTest
  @MethodSource("names")
  void open_givesNamesBack(String name) throws Exception {
    var path = new ObjectPath(name);
    var entries = new ArrayList<Packed>();
    if (!path.hasTrailingSlash()) {
      entries.add(file(name, Blob.utf8("body")));
    }
    entries.add(other(new Entry.Symlink(path, 0777, "target")));
    entries.add(other(new Entry.Directory(path, 0755)));
    entries.add(other(new Entry.Deletion(path)));
    entries.add(other(new Entry.CachedReference(path, ContentHash.OF_NOTHING)));
    entries.add(file("after", Blob.utf8("after")));

    assertRoundTrip(entries);
  }

  static Stream<String> linkTexts() {
    return Stream.of(
        "t".repeat(100),
        "t".repeat(101),
        "t".repeat(4095),
        "../../x",
        "/abs",
        "a//b/./c/",
        "ü",
        "😀".repeat(1000),
        " ",
        "line\nbreak");
  }

  @ParameterizedTest
  @MethodSource("linkTexts")
  void open_givesLinkTextsBack(String text) throws Exception {
    assertRoundTrip(
        List.of(
            other(new Entry.Symlink(new ObjectPath("link"), 0777, text)),
            file("after", Blob.utf8("after"))));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void open_givesRandomPacksBack(long seed) throws Exception {
    var random = new Random(seed);
    var entries = new ArrayList<Packed>();
    for (int i = 0; i < 400; i++) {
      String name = "p/" + "x".repeat(random.nextInt(250)) + i;
      entries.add(
          switch (random.nextInt(4)) {
            case 0 -> other(new Entry.Directory(new ObjectPath(name + "/"), random.nextInt(01000)));
            case 1 -> other(new Entry.Symlink(new ObjectPath(name), 0777, "t" + random.nextInt()));
            default -> file(name, randomBytes(random.nextLong(), random.nextInt(3000)));
          });
    }
    assertRoundTrip(entries);
  }

  @Test
  void finish_ofEqualEntriesInEqualOrder_givesEqualBytes() {
    assertThat(pack(EVERY_KIND)).isEqualTo(pack(EVERY_KIND));
  }

  // Packs: the reader

  @Test
  void next_skipsWhatIsUnreadOfABody() throws Exception {
    Blob packed = pack(List.of(file("a", randomBytes(5, 3000)), file("b", Blob.utf8("b v1"))));

    try (EntryReader reader = codec(LIMITS).open(packed)) {
      assertThat(reader.next()).map(entry -> entry.path().value()).contains("a");
      assertThat(reader.read(new byte[7], 2, 5)).isBetween(1, 5);
      assertThat(reader.next()).map(entry -> entry.path().value()).contains("b");
      assertThat(rest(reader)).isEqualTo(Blob.utf8("b v1"));
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void read_fillsOnlyTheWantedPart() throws Exception {
    try (EntryReader reader = codec(LIMITS).open(pack(List.of(file("a", Blob.utf8("abcd")))))) {
      var _ = reader.next();
      byte[] buffer = "........".getBytes(StandardCharsets.US_ASCII);
      assertThat(reader.read(buffer, 3, 0)).isZero();
      int read = reader.read(buffer, 3, 2);
      assertThat(Blob.copyOf(buffer).toUtf8())
          .isEqualTo("..." + "ab".substring(0, read) + ".....".substring(read));
    }
  }

  @Test
  void read_atTheEndAndOfOtherKinds_isMinusOne() throws Exception {
    try (EntryReader reader = codec(LIMITS).open(pack(EVERY_KIND))) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get() instanceof Entry.RegularFile) {
          var _ = rest(reader);
        }
        assertThat(reader.read(new byte[10], 0, 10)).isEqualTo(-1);
      }
    }
  }

  @Test
  void close_inTheMiddle_isFine() throws Exception {
    EntryReader reader = codec(LIMITS).open(pack(EVERY_KIND));
    var _ = reader.next();
    reader.close();
    reader.close();
  }

  // Packs: the writer

  @Test
  void add_withABodyOfAnotherLength_isRefused() {
    PackWriter writer = codec(LIMITS).create();
    Entry file = new Entry.RegularFile(new ObjectPath("a"), 0644, 3);

    assertThatIllegalArgumentException().isThrownBy(() -> writer.add(file, Blob.utf8("ab")));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.add(file, Blob.utf8("abcd")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.add(new Entry.Deletion(new ObjectPath("d")), Blob.utf8("d")));
  }

  @Test
  void runningBytes_sumsBodiesAndPaths() {
    PackWriter writer = codec(LIMITS).create();
    assertThat(writer.count()).isZero();
    assertThat(writer.runningBytes()).isZero();

    writer.add(new Entry.RegularFile(new ObjectPath("ü"), 0644, 3), Blob.utf8("abc"));
    writer.add(new Entry.Directory(new ObjectPath("dir/"), 0755), Blob.EMPTY);
    writer.add(new Entry.Deletion(new ObjectPath("gone")), Blob.EMPTY);

    assertThat(writer.count()).isEqualTo(3);
    assertThat(writer.runningBytes()).isEqualTo((2 + 3) + 4 + 4);
  }

  // Limits and damage

  private static Limits withEntries(long entries) {
    return new Limits(
        LIMITS.messageBytes(),
        LIMITS.unpackedBytes(),
        entries,
        LIMITS.ratio(),
        LIMITS.ratioFromBytes(),
        LIMITS.tarExtensionBytes());
  }

  private static Limits withUnpackedBytes(long bytes) {
    return new Limits(
        LIMITS.messageBytes(),
        bytes,
        LIMITS.entries(),
        LIMITS.ratio(),
        LIMITS.ratioFromBytes(),
        LIMITS.tarExtensionBytes());
  }

  @Test
  void open_withAsManyEntriesAsAllowed_isFine_andOneMoreIsExhausted() throws Exception {
    List<Packed> three = EVERY_KIND.subList(0, 3);
    List<Packed> four = EVERY_KIND.subList(0, 4);

    assertThat(unpack(codec(withEntries(3)), pack(three))).isEqualTo(three);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> unpack(codec(withEntries(3)), pack(four)));
  }

  @Test
  void open_ofMoreBytesThanAllowed_isExhausted() throws Exception {
    List<Packed> entries = List.of(file("a", randomBytes(3, 100_000)));

    assertThat(unpack(codec(withUnpackedBytes(150_000)), pack(entries))).isEqualTo(entries);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> unpack(codec(withUnpackedBytes(99_999)), pack(entries)));
  }

  @Test
  void open_ofABomb_isExhaustedOnlyAboveTheThreshold() throws Exception {
    List<Packed> entries = List.of(file("a", zeros(1 << 20)));
    Blob packed = pack(entries);
    var lenient = new Limits(1 << 20, 1 << 30, 100, 5, 4 << 20, 1 << 20);
    var strict = new Limits(1 << 20, 1 << 30, 100, 5, 1000, 1 << 20);

    assertThat(unpack(codec(lenient), packed)).isEqualTo(entries);
    if (compresses()) {
      assertThatExceptionOfType(ResourceExhausted.class)
          .isThrownBy(() -> unpack(codec(strict), packed));
    } else {
      assertThat(unpack(codec(strict), packed)).isEqualTo(entries);
    }
  }

  @Test
  void open_ofATruncatedPack_isCorrupt() {
    Blob packed = pack(EVERY_KIND);

    for (int length = 1; length < packed.length(); length++) {
      Blob cut = Blob.owned(Arrays.copyOf(packed.toByteArray(), length));
      assertThatExceptionOfType(Corrupt.class)
          .as("%d of %d bytes", length, packed.length())
          .isThrownBy(() -> unpack(codec(LIMITS), cut));
    }
  }

  @Test
  void open_withAnyBitFlipped_neverGivesOtherEntries() {
    Blob packed = pack(EVERY_KIND);

    for (int bit = 0; bit < 8 * packed.length(); bit++) {
      Blob damaged = flipped(packed, bit);
      try {
        assertThat(unpack(codec(LIMITS), damaged)).as("bit %d", bit).isEqualTo(EVERY_KIND);
      } catch (DateiLagerException honest) {
        assertThat(honest).isInstanceOfAny(Corrupt.class, ResourceExhausted.class);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void open_ofGarbage_isCorrupt(long seed) {
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> unpack(codec(LIMITS), randomBytes(seed, 2000)));
  }

  // Threads

  @Test
  @Timeout(60)
  void oneCodec_servesManyThreads() throws Exception {
    PackCodec codec = codec(LIMITS);
    Blob plain = randomBytes(31, 300_000);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Packed>>> tasks =
          IntStream.range(0, 16)
              .<Callable<List<Packed>>>mapToObj(
                  i ->
                      () -> {
                        assertThat(codec.decompress(codec.compress(plain), plain.length()))
                            .isEqualTo(plain);
                        PackWriter writer = codec.create();
                        Packed file = file("f" + i, plain);
                        writer.add(file.entry(), file.body());
                        return unpack(codec, writer.finish());
                      })
              .toList();
      List<Future<List<Packed>>> results = threads.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).containsExactly(file("f" + i, plain));
      }
    }
  }
}
