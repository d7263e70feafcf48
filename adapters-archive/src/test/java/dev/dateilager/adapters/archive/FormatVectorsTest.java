package dev.dateilager.adapters.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.archive.s2.S2;
import dev.dateilager.adapters.archive.tar.TarWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vectors of formats.md §1.3, §3.2 and §5.4, which the Go implementation wrote. */
class FormatVectorsTest {
  private static final S2TarCodec CODEC = new S2TarCodec(Limits.DEFAULT);

  private static final String FIVE_KINDS =
      "/wYAAFMyc1R3TwAsAQAs3VoFgCQEYQARARUAUiAwMDAwNzU1ADAJAAAACQcEMAAJABAwMDAwNB0MKDAAMDA3MzQ1ACAw"
          + "EZsVAFIgAAB1c3RhcgAwEWwVADENwRHJ/k8AEUAVAFgMYSB2MRUANBE6GQC0AARkLxUAMKY4AIYABC4MBIUAFDQzMAAg"
          + "NRkAXwAAbDFkFQBTRQAENzcVACQUNTIzACAy0Z0VAFTRABUA7whvbGRRARUAUT4bBzoQAG30CQkJDBg3NzAyACBEEZoV"
          + "AFFRABUA8jRub2RlX21vZHVsZXMveNENFQBGJdY55D4IBAgwMDRVFAkoIDEyMTMyACBDABGPFQBFNlQAkQAVAO98ABEi"
          + "M0RVZneImaq7zN3u/xAhMkNUZXaHmKm6y9zt/g8VADwRQhkAkAQ=";

  private static final String TWO_FILES =
      "/wYAAFMyc1R3TwCfAAAVXDmzgBhAbm9kZV9tb2R1bGVzL3gvMQARARUAQyAwMDAwNzU1ADAJAAAACQcEMAAJABAwMDAy"
          + "MxkMLDAwADAxMjIxMgAgMBGMFQBDQlEAGHVzdGFyADARbBUAMQG6HdVCaAARERUAhz4AAgQgdlEDFQBFEVQZAI0AOgAC"
          + "ADIxqRUARGEZwgAEADMZAHEAADIZAOwAce8VAEMRUhkAoQI=";

  private static final String SUMMARY_MESSAGE =
      "08959a97ece39fe7cb1712360a016110ed0318959a97ece39fe7cb172004282a32200fe2dc495dd18a4628b48f3b106f79"
          + "8a406f64581c4ac1a6bcf9f994eb434a7912160a02642f10808080800818818080c5ddf0959a16282b12140a016c1080"
          + "80804018828080c5ddf0959a16282c";

  @Test
  void open_ofTheFiveKinds_givesEachWithItsBody() throws Exception {
    assertThat(read(blob(FIVE_KINDS)))
        .containsExactly(
            new Read(new Entry.RegularFile(new ObjectPath("a"), 0755, 4), "a v1"),
            new Read(new Entry.Directory(new ObjectPath("d/"), 0755), ""),
            new Read(new Entry.Symlink(new ObjectPath("l"), 0777, "a"), ""),
            new Read(new Entry.Deletion(new ObjectPath("old")), ""),
            new Read(
                new Entry.CachedReference(
                    new ObjectPath("node_modules/x/"),
                    new ContentHash(
                        "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f")),
                ""));
  }

  @Test
  void open_ofAPack_givesItsFilesUnderFullNames() throws Exception {
    Blob pack = blob(TWO_FILES);
    assertThat(ContentHash.of(pack).hex())
        .isEqualTo("73a5b1d8560b4a12e963501abe31591568873a8c286f53b7555aab68801eeb99");
    assertThat(read(pack))
        .extracting(Read::body)
        .containsExactly("node_modules/x/1 v1", "node_modules/x/2 v1");
  }

  @Test
  void open_ofAnEmptyTarAndOfNothing_givesNoEntries() throws Exception {
    assertThat(read(blob("/wYAAFMyc1R3TwAOAAA1yHxfgAgAABEBGQDzAg=="))).isEmpty();
    assertThat(read(Blob.EMPTY)).isEmpty();
  }

  @Test
  void tarWriter_writesTheBytesThatTheVectorHolds() throws Exception {
    var expected = CODEC.decompress(blob(FIVE_KINDS), 1 << 20);
    var out = new ByteArrayOutputStream();
    var writer = new TarWriter(out);
    try (EntryReader entries = CODEC.open(blob(FIVE_KINDS))) {
      for (Optional<Entry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
        Blob body =
            entry.get() instanceof Entry.RegularFile file ? body(entries, file) : Blob.EMPTY;
        writer.add(entry.get(), body);
      }
    }
    writer.finish();
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo(HexFormat.of().formatHex(expected.toByteArray()));
  }

  @Test
  void compress_ofNothing_isNothing() throws Exception {
    assertThat(CODEC.compress(Blob.EMPTY)).isEqualTo(Blob.EMPTY);
    assertThat(CODEC.decompress(Blob.EMPTY, 0)).isEqualTo(Blob.EMPTY);
    assertThat(CODEC.decompress(blob("/wYAAFMyc1R3TwEIAADOJIPeYSB2MQ=="), 4).toUtf8())
        .isEqualTo("a v1");
  }

  @Test
  void decompress_pastTheCallersLimit_isRefused() {
    assertThatThrownBy(() -> CODEC.decompress(blob("/wYAAFMyc1R3TwEIAADOJIPeYSB2MQ=="), 3))
        .isInstanceOf(DateiLagerException.ResourceExhausted.class);
  }

  @Test
  void summary_ofTheVector_isReadAndWrittenByteForByte() throws Exception {
    var codec = new S2SummaryCodec(1 << 20);
    var summary =
        new Summary(
            1700000000123456789L,
            List.of(
                new SummaryEntry(
                    "a",
                    new FileMode(493),
                    1700000000123456789L,
                    4,
                    42,
                    Optional.of(ContentHash.of(Blob.utf8("a v1")))),
                new SummaryEntry(
                    "d/",
                    new FileMode(FileMode.DIRECTORY),
                    1600000000000000001L,
                    0,
                    43,
                    Optional.empty()),
                new SummaryEntry(
                    "l",
                    new FileMode(FileMode.SYMLINK),
                    1600000000000000002L,
                    0,
                    44,
                    Optional.empty())));
    Blob goFile =
        blob(
            "/wYAAFMyc1R3TwF0AAA/mm7dCJWal+zjn+fLFxI2CgFhEO0DGJWal+zjn+fLFyAEKCoyIA/i3Eld0YpGKLSPOxBveYpA"
                + "b2RYHErBprz5+ZTrQ0p5EhYKAmQvEICAgIAIGIGAgMXd8JWaFigrEhQKAWwQgICAQBiCgIDF3fCVmhYoLA==");
    assertThat(codec.decode(goFile)).isEqualTo(summary);
    assertThat(codec.decode(codec.encode(summary))).isEqualTo(summary);
    assertThat(HexFormat.of().formatHex(S2.decompress(codec.encode(summary).shared(), 1 << 20)))
        .isEqualTo(SUMMARY_MESSAGE);
    assertThat(codec.encode(Summary.EMPTY)).isEqualTo(Blob.EMPTY);
    assertThat(codec.decode(Blob.EMPTY)).isEqualTo(Summary.EMPTY);
  }

  private static Blob blob(String base64) {
    return Blob.owned(Base64.getDecoder().decode(base64));
  }

  private static List<Read> read(Blob packed) throws DateiLagerException {
    var read = new ArrayList<Read>();
    try (EntryReader entries = CODEC.open(packed)) {
      for (Optional<Entry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
        Blob body =
            entry.get() instanceof Entry.RegularFile file ? body(entries, file) : Blob.EMPTY;
        read.add(new Read(entry.get(), body.toUtf8()));
      }
    }
    return read;
  }

  private static Blob body(EntryReader entries, Entry.RegularFile file) throws DateiLagerException {
    byte[] bytes = new byte[(int) file.size()];
    int at = 0;
    while (at < bytes.length) {
      at += entries.read(bytes, at, bytes.length - at);
    }
    assertThat(entries.read(new byte[1], 0, 1)).isEqualTo(-1);
    return Blob.owned(bytes);
  }

  private record Read(Entry entry, String body) {}
}
