package dev.dateilager.adapters.fs.place;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import dev.dateilager.adapters.fs.store.CheckedText;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of the ledger is absent, or what it says is written to be read the same: its text byte for
 * byte, its entry and area value for value (I16, I21).
 */
class LedgerFuzzTest {
  private static final List<String> FORMS = List.of(LedgerText.PLACEMENT, LedgerText.AREA);

  /** A file of the ledger but for its checksum, which is put right; and the same as it is. */
  @FuzzTest(maxDuration = "2m")
  void read_isAbsentOrComesBack(byte[] input) throws Exception {
    try (FileSystem files = TestDisks.inMemory()) {
      Path ledger = Files.createDirectory(files.getPath("/ledger"));
      try (Dir dir = new NioDisk(files).open(new NodePath(ledger.toString()))) {
        for (byte[] file : List.of(input, sealed(input))) {
          for (String form : FORMS) {
            comesBack(dir, ledger, file, form);
          }
        }
      }
    }
  }

  private static byte[] sealed(byte[] body) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(body);
    if (body.length > 0 && body[body.length - 1] != '\n') {
      file.write('\n');
    }
    String checksum = "sha256 " + ContentHash.of(Blob.owned(file.toByteArray())) + "\n";
    file.writeBytes(checksum.getBytes(UTF_8));
    return file.toByteArray();
  }

  private static void comesBack(Dir dir, Path path, byte[] file, String form) throws Exception {
    Files.write(path.resolve("file"), file);
    Optional<List<String>> lines = CheckedText.read(dir, "file", form);
    if (lines.isPresent()) {
      CheckedText.write(dir, dir, "again", form, lines.get());
      assertThat(Files.readAllBytes(path.resolve("again"))).isEqualTo(file);
      LedgerText.entry(lines.get()).ifPresent(LedgerFuzzTest::entryComesBack);
      LedgerText.area(lines.get())
          .ifPresent(area -> assertThat(LedgerText.area(LedgerText.lines(area))).contains(area));
    }
  }

  private static void entryComesBack(LedgerEntry entry) {
    List<String> lines = LedgerText.lines(entry);
    assertThat(lines).hasSize(3).noneMatch(line -> line.contains("\n"));
    assertThat(LedgerText.entry(lines)).contains(entry);
    entry
        .before()
        .ifPresent(before -> assertThat(before.placement().target()).isEqualTo(entry.target()));
    Placement placed = entry.placed().placement();
    assertThat(List.of(placed.linked(), placed.cloned(), placed.copied(), placed.bytes()))
        .allMatch(count -> count >= 0);
    assertThat(placed.why().values()).allMatch(count -> count >= 0);
  }
}
