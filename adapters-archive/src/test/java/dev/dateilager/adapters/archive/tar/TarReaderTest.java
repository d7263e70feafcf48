package dev.dateilager.adapters.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and damaged tars are errors that name what they found (I3, I4, I21, R8, R9). */
class TarReaderTest {
  /** A way to spoil the header of a file {@code a} of four bytes. */
  record Damage(String name, Consumer<byte[]> spoil, String finding) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage("type 1, a hard link", h -> h[TarFields.TYPE] = '1', "type '1'"),
        new Damage("type 3, a device", h -> h[TarFields.TYPE] = '3', "type '3'"),
        new Damage("type 6, a FIFO", h -> h[TarFields.TYPE] = '6', "type '6'"),
        new Damage("type L, a GNU name", h -> h[TarFields.TYPE] = 'L', "type 'L'"),
        new Damage("type g, for all", h -> h[TarFields.TYPE] = 'g', "type 'g'"),
        new Damage("type NUL", h -> h[TarFields.TYPE] = 0, "type '\\x00'"),
        new Damage("a directory with a body", h -> h[TarFields.TYPE] = '5', "has a body"),
        new Damage("a link with a body", h -> h[TarFields.TYPE] = '2', "has a body"),
        new Damage("a deletion with a body", h -> h[TarFields.TYPE] = 'D', "has a body"),
        new Damage("a cached entry of 4 bytes", h -> h[TarFields.TYPE] = 'C', "body of 4 bytes"),
        new Damage("a name that goes on after a NUL", h -> h[2] = 'b', "goes on after a NUL"),
        new Damage("a name that is not UTF-8", h -> h[0] = (byte) 0xff, "not valid UTF-8"),
        new Damage("a size with a letter", h -> h[TarFields.SIZE] = 'x', "no octal number"),
        new Damage("a binary size", h -> h[TarFields.SIZE] = (byte) 0x80, "no octal number"),
        new Damage("GNU magic", h -> h[TarFields.MAGIC + 5] = ' ', "POSIX form"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void next_ofADamagedHeader_saysWhatIsWrong(Damage damage) throws IOException {
    byte[] tar = tar(new Entry.RegularFile(new ObjectPath("a"), 0644, 4), "body");
    damage.spoil().accept(tar);
    mendChecksum(tar, 0);
    assertThatThrownBy(() -> readAll(tar, Limits.DEFAULT))
        .isInstanceOf(TarFormatException.class)
        .hasMessageContaining(damage.finding());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../b", "./a", "a//b", "..", "/", "a/./b"})
  void next_ofAHostileName_refusesIt(String name) {
    assertThatThrownBy(() -> readAll(rawTar(name), Limits.DEFAULT))
        .isInstanceOf(TarFormatException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void next_ofAComponentOf256Bytes_refusesItAndTakes255() throws IOException {
    assertThat(readAll(rawTar("d/" + "x".repeat(255)), Limits.DEFAULT)).isEqualTo(1);
    assertThatThrownBy(() -> readAll(rawTar("d/" + "x".repeat(256)), Limits.DEFAULT))
        .hasMessageContaining("256 bytes");
  }

  @Test
  void next_ofANulInAnExtendedName_refusesIt() {
    assertThatThrownBy(() -> readAll(extended("14 path=a\0b.c\n"), Limits.DEFAULT))
        .isInstanceOf(TarFormatException.class)
        .hasMessageContaining("NUL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 path=a\n11 path=bc\n", // length of the first does not hold
        "9 path=a\n9 path=b\n", // twice
        "19 GNU.sparse.x=1\n", // changes what a body means
        "8 size=1\n", // contradicts the header
        "09 path=a\n",
        "path=a\n",
        "99999999999 path=a\n",
        "9 path=a ",
        "4 \n"
      })
  void next_ofAnUnsoundExtension_refusesIt(String records) {
    assertThatThrownBy(() -> readAll(extended(records), Limits.DEFAULT))
        .isInstanceOf(TarFormatException.class)
        .hasMessageContaining("extension");
  }

  @Test
  void next_ofAnExtensionOverTheLimit_refusesItBeforeReadingIt() throws IOException {
    var limits = new Limits(1, 1 << 20, 10, 1000, 1 << 20, 9);
    assertThat(readAll(extended("9 path=b\n"), limits)).isEqualTo(1);
    assertThatThrownBy(() -> readAll(extended("10 path=bc\n"), limits))
        .isInstanceOf(TarLimitException.class);
  }

  @Test
  void next_pastTheLimitsOfEntriesAndBytes_stops() throws IOException {
    byte[] tar = tar(new Entry.RegularFile(new ObjectPath("a"), 0644, 4), "body");
    assertThat(readAll(tar, new Limits(1, 4, 1, 1000, 1 << 20, 1))).isEqualTo(1);
    assertThatThrownBy(() -> readAll(tar, new Limits(1, 3, 1, 1000, 1 << 20, 1)))
        .isInstanceOf(TarLimitException.class);
    byte[] two = twoDirectories();
    assertThat(readAll(two, new Limits(1, 4, 2, 1000, 1 << 20, 1))).isEqualTo(2);
    assertThatThrownBy(() -> readAll(two, new Limits(1, 4, 1, 1000, 1 << 20, 1)))
        .isInstanceOf(TarLimitException.class);
  }

  @Test
  void next_ofATarCutAnywhere_isAnErrorNeverAShorterSuccess() throws IOException {
    byte[] tar = tar(new Entry.RegularFile(new ObjectPath("a"), 0644, 4), "body");
    for (int length = 1; length < tar.length; length++) {
      byte[] cut = Arrays.copyOf(tar, length);
      assertThatThrownBy(() -> readAll(cut, Limits.DEFAULT))
          .as("cut at %d", length)
          .isInstanceOf(TarFormatException.class);
    }
  }

  @Test
  void next_withAnyHeaderBitFlipped_isAnErrorOrTheSameEntry() throws IOException {
    var entry = new Entry.RegularFile(new ObjectPath("a"), 0644, 4);
    byte[] tar = tar(entry, "body");
    int errors = 0;
    for (int bit = 0; bit < 8 * TarFields.BLOCK; bit++) {
      byte[] flipped = tar.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        var reader = new TarReader(new ByteArrayInputStream(flipped), Limits.DEFAULT);
        assertThat(reader.next()).as("bit %d", bit).contains(entry);
      } catch (TarFormatException noticed) {
        errors++;
      }
    }
    // all but those that turn a zero, NUL or blank around the checksum into another of them
    assertThat(errors).isEqualTo(8 * TarFields.BLOCK - 3);
  }

  @Test
  void next_behindTheEnd_refusesMoreBytes() throws IOException {
    byte[] tar = tar(new Entry.RegularFile(new ObjectPath("a"), 0644, 4), "body");
    byte[] longer = Arrays.copyOf(tar, tar.length + 1);
    assertThatThrownBy(() -> readAll(longer, Limits.DEFAULT))
        .hasMessageContaining("behind its end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "exactly/one/hundred/bytes/in/the/name/field/0123456789012345678901234567890123456789/0123456789ab/x",
        "node_modules/a package/lib/ü/文件.js",
        "/leading/slash",
        "emoji-\uD83D\uDE00"
      })
  void next_ofWhatAnotherWriterWrote_readsTheSameName(String name) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new TarArchiveOutputStream(out, 512, "UTF-8")) {
      writer.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      writer.setAddPaxHeadersForNonAsciiNames(true);
      var entry = new TarArchiveEntry(name, true);
      entry.setModTime(0);
      entry.setSize(3);
      writer.putArchiveEntry(entry);
      writer.write(new byte[3]);
      writer.closeArchiveEntry();
    }
    var reader = new TarReader(new ByteArrayInputStream(out.toByteArray()), Limits.DEFAULT);
    assertThat(reader.next()).map(Entry::path).contains(new ObjectPath(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void tarWriter_isReadByAnotherReaderAndByOurs(String name) throws IOException {
    byte[] tar = tar(new Entry.RegularFile(new ObjectPath(name), 0640, 4), "body");
    try (var oracle = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      TarArchiveEntry entry = oracle.getNextEntry();
      assertThat(entry.getName()).isEqualTo(name);
      assertThat(entry.getMode()).isEqualTo(0640);
      assertThat(oracle.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("body");
    }
    var reader = new TarReader(new ByteArrayInputStream(tar), Limits.DEFAULT);
    assertThat(reader.next()).map(Entry::path).contains(new ObjectPath(name));
  }

  static Stream<String> names() {
    String component = "0123456789".repeat(20);
    return Stream.of(
        "a",
        "x".repeat(100),
        "x".repeat(101),
        "d/" + "x".repeat(100),
        "d".repeat(155) + "/" + "x".repeat(100),
        "d".repeat(156) + "/" + "x".repeat(100),
        "d".repeat(154) + "/" + "x".repeat(101),
        "ü".repeat(60),
        (component + "/").repeat(4) + component,
        (component + "/").repeat(19) + component,
        "with space/and\\backslash");
  }

  @Test
  void tarWriter_ofALongLink_keepsItsText() throws IOException {
    String target = "../" + "t".repeat(300) + "/ü";
    byte[] tar = tar(new Entry.Symlink(new ObjectPath("l"), 0777, target), "");
    var reader = new TarReader(new ByteArrayInputStream(tar), Limits.DEFAULT);
    assertThat(reader.next()).contains(new Entry.Symlink(new ObjectPath("l"), 0777, target));
  }

  private static byte[] tar(Entry entry, String body) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new TarWriter(out);
    writer.add(entry, Blob.utf8(body));
    writer.finish();
    return out.toByteArray();
  }

  private static byte[] twoDirectories() throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new TarWriter(out);
    writer.add(new Entry.Directory(new ObjectPath("d/"), 0755), Blob.EMPTY);
    writer.add(new Entry.Directory(new ObjectPath("e/"), 0755), Blob.EMPTY);
    writer.finish();
    return out.toByteArray();
  }

  /** A tar with a name that our own writer cannot be given. */
  private static byte[] rawTar(String name) throws IOException {
    var out = new ByteArrayOutputStream();
    new TarHeaderWriter(out).write(new TarHeader(name, 0644, TarHeader.FILE, 0, ""));
    out.write(new byte[2 * TarFields.BLOCK]);
    return out.toByteArray();
  }

  private static byte[] extended(String records) throws IOException {
    byte[] body = records.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    new TarHeaderWriter(out).write(new TarHeader("x", 0, TarHeader.EXTENSION, body.length, ""));
    out.write(body);
    out.write(new byte[TarFields.padding(body.length)]);
    out.write(rawTar("a"));
    return out.toByteArray();
  }

  private static void mendChecksum(byte[] tar, int at) {
    byte[] header = Arrays.copyOfRange(tar, at, at + TarFields.BLOCK);
    TarFields.putOctal(tar, at + TarFields.CHECKSUM, 7, TarFields.checksum(header));
  }

  private static int readAll(byte[] tar, Limits limits) throws IOException {
    var reader = new TarReader(new ByteArrayInputStream(tar), limits);
    int entries = 0;
    Optional<Entry> entry = reader.next();
    while (entry.isPresent()) {
      entries++;
      entry = reader.next();
    }
    return entries;
  }
}
