package dev.dateilager.adapters.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.archive.s2.Cost;
import dev.dateilager.adapters.archive.s2.S2;
import dev.dateilager.adapters.archive.tar.TarSeal;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pack is refused in the domain's words, or read whole and written to be read the same (I21). */
class S2TarReaderFuzzTest {
  private static final int UNPACKED = 1 << 20;
  private static final int MOST_BYTES = 32 << 20;
  private static final int RATIO = 50;
  private static final int RATIO_FROM = 1 << 16;
  private static final S2TarCodec CODEC =
      new S2TarCodec(new Limits(1 << 20, UNPACKED, 100, RATIO, RATIO_FROM, 1 << 12));

  private record Read(Entry entry, Blob body) {}

  /** Taken as a pack, and as the tar of one. */
  @FuzzTest(maxDuration = "2m")
  void open_refusesOrReadsTheWholePack(byte[] input) {
    readsWhole(Blob.owned(input));
    readsWhole(Blob.owned(S2.compress(TarSeal.of(input))));
  }

  private static void readsWhole(Blob pack) {
    Optional<List<Read>> read = Cost.atMost(MOST_BYTES, () -> read(pack));
    if (read.isPresent()) {
      long unpacked = read.get().stream().mapToLong(entry -> entry.body().length()).sum();
      assertThat(unpacked)
          .isLessThanOrEqualTo(UNPACKED)
          .isLessThanOrEqualTo(Math.max(RATIO_FROM, RATIO * (pack.length() + 1L)));
      Blob again = written(read.get());
      assertThat(read(again)).isEqualTo(read);
      assertThat(written(read.get())).isEqualTo(again);
    }
  }

  private static Optional<List<Read>> read(Blob pack) {
    var read = new ArrayList<Read>();
    EntryReader entries = CODEC.open(pack);
    try (entries) {
      for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
        read.add(new Read(next.get(), body(entries)));
      }
      assertThat(entries.next()).isEmpty();
      return Optional.of(read);
    } catch (DateiLagerException.Corrupt | DateiLagerException.ResourceExhausted refused) {
      assertThat(refused.getMessage()).isNotBlank();
      assertThatIllegalStateException().isThrownBy(entries::next);
      return Optional.empty();
    } catch (DateiLagerException other) {
      throw new AssertionError(other);
    }
  }

  private static Blob body(EntryReader entries) throws DateiLagerException {
    var body = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = entries.read(buffer, 0, 1000); n >= 0; n = entries.read(buffer, 0, 1000)) {
      body.write(buffer, 0, n);
    }
    return Blob.owned(body.toByteArray());
  }

  private static Blob written(List<Read> entries) {
    PackWriter writer = CODEC.create();
    entries.forEach(read -> writer.add(read.entry(), read.body()));
    assertThat(writer.count()).isEqualTo(entries.size());
    return writer.finish();
  }
}
