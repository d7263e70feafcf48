package dev.dateilager.adapters.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.archive.s2.Cost;
import dev.dateilager.adapters.archive.s2.Pieces;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar is refused in our words, or read as the same entries in any pieces, written to be read as
 * the same again, and read by another reader as the same wherever that one can (I21).
 */
class TarReaderFuzzTest {
  private static final Limits LIMITS = new Limits(1 << 20, 1 << 16, 50, 1000, 1 << 20, 1 << 12);

  private static final int MOST_BYTES = 1 << 20;

  private record Read(Entry entry, Blob body) {}

  private record Outcome(List<Read> entries, Optional<String> error) {}

  /** Raw, and with checksums and magic put right. */
  @FuzzTest(maxDuration = "2m")
  void next_refusesOrReadsTheSameInPieces(byte[] tar) throws IOException {
    agree(tar);
    agree(TarSeal.of(tar));
  }

  private static void agree(byte[] tar) throws IOException {
    Outcome whole =
        Cost.atMost(MOST_BYTES + 20L * tar.length, () -> read(new ByteArrayInputStream(tar), true));
    assertThat(read(new Pieces(tar, tar.length), true)).isEqualTo(whole);
    Outcome skipped = read(new Pieces(tar, tar.length), false);
    assertThat(skipped.error().isPresent()).isEqualTo(whole.error().isPresent());
    if (whole.error().isEmpty()) {
      assertThat(skipped.entries().stream().map(Read::entry))
          .isEqualTo(whole.entries().stream().map(Read::entry).toList());
      byte[] again = written(whole.entries());
      assertThat(read(new ByteArrayInputStream(again), true)).isEqualTo(whole);
      compare(whole.entries(), again);
      compare(whole.entries(), tar);
    }
  }

  private static Outcome read(InputStream tar, boolean bodies) {
    var entries = new ArrayList<Read>();
    try {
      var reader = new TarReader(tar, LIMITS);
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(new Read(next.get(), bodies ? body(reader) : Blob.EMPTY));
      }
      assertThat(reader.next()).isEmpty();
      return new Outcome(entries, Optional.empty());
    } catch (TarFormatException | TarLimitException refused) {
      assertThat(refused).hasMessageMatching("(?s)(tar|cached entry) .{5,8000}");
      return new Outcome(entries, Optional.of(String.valueOf(refused.getMessage())));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Blob body(TarReader reader) throws IOException {
    var body = new ByteArrayOutputStream();
    byte[] buffer = new byte[700];
    for (int n = reader.read(buffer, 0, 700); n >= 0; n = reader.read(buffer, 0, 700)) {
      assertThat(n).isPositive();
      body.write(buffer, 0, n);
    }
    return Blob.owned(body.toByteArray());
  }

  private static byte[] written(List<Read> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new TarWriter(out);
    for (Read read : entries) {
      writer.add(read.entry(), read.body());
    }
    writer.finish();
    return out.toByteArray();
  }

  /**
   * Two readers must not disagree about a header. The other one knows neither {@code C} nor {@code
   * D}, takes whatever ends in a slash for a directory, and refuses more.
   */
  private static void compare(List<Read> entries, byte[] tar) throws IOException {
    try (var other = new TarArchiveInputStream(new ByteArrayInputStream(tar), UTF_8.name())) {
      for (Read read : entries) {
        Optional<TarArchiveEntry> entry = next(other);
        if (entry.isEmpty() || read.entry() instanceof Entry.CachedReference) {
          return;
        }
        assertThat(entry.get().getName()).startsWith(read.entry().path().value());
        assertThat(entry.get().getSize()).isEqualTo(read.body().length());
        switch (read.entry()) {
          case Entry.RegularFile file -> {
            assertThat(entry.get().getName()).isEqualTo(file.path().value());
            assertThat(entry.get().getMode() & 0777).isEqualTo(file.permissions());
            assertThat(Blob.owned(other.readAllBytes())).isEqualTo(read.body());
          }
          case Entry.Symlink link -> assertThat(entry.get().getLinkName()).isEqualTo(link.target());
          case Entry.Directory _, Entry.Deletion _, Entry.CachedReference _ -> {}
        }
      }
    }
  }

  private static Optional<TarArchiveEntry> next(TarArchiveInputStream other) {
    try {
      return Optional.ofNullable(other.getNextEntry());
    } catch (IOException | IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
