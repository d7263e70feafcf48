package dev.dateilager.adapters.archive.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.archive.S2SummaryCodec;
import dev.dateilager.adapters.archive.s2.Cost;
import dev.dateilager.adapters.archive.s2.S2;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A summary is refused as damaged, or is read whole and comes back as it was (I20, I21). */
class SummaryFuzzTest {
  private static final int MOST = 1 << 20;
  private static final long MOST_ENTRIES = MOST / 64;
  private static final int MOST_BYTES = 1 << 20;
  private static final S2SummaryCodec CODEC = new S2SummaryCodec(MOST);
  private static final SummaryEntry ONE_MORE =
      new SummaryEntry("one more", new FileMode(0644), 1, 2, 3, Optional.empty());

  /** Taken as a message, and as a file. */
  @FuzzTest(maxDuration = "2m")
  void decode_refusesOrReadsAll(byte[] input) throws DateiLagerException {
    Blob file = Blob.owned(S2.compress(input));
    Optional<Summary> summary = Cost.atMost(MOST_BYTES + 200L * input.length, () -> decoded(file));
    summary.ifPresent(SummaryFuzzTest::comesBack);
    assertThat(summary).isEqualTo(decodedMessage(input));
    if (summary.isPresent() && summary.get().entries().size() < MOST_ENTRIES) {
      // messages that follow each other are one: nothing of the first may end it early
      byte[] more = SummaryMessage.encode(new Summary(0, List.of(ONE_MORE)));
      byte[] both = Arrays.copyOf(input, input.length + more.length);
      System.arraycopy(more, 0, both, input.length, more.length);
      List<SummaryEntry> entries = SummaryMessage.decode(both, MOST_ENTRIES).entries();
      assertThat(entries).hasSize(summary.get().entries().size() + 1).endsWith(ONE_MORE);
    }
    decoded(Blob.owned(input)).ifPresent(SummaryFuzzTest::comesBack);
  }

  private static Optional<Summary> decoded(Blob file) {
    try {
      return Optional.of(CODEC.decode(file));
    } catch (Corrupt | DateiLagerException.ResourceExhausted refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return Optional.empty();
    } catch (DateiLagerException other) {
      throw new AssertionError(other);
    }
  }

  private static Optional<Summary> decodedMessage(byte[] message) {
    try {
      return Optional.of(SummaryMessage.decode(message, MOST_ENTRIES));
    } catch (Corrupt refused) {
      assertThat(refused).hasMessageStartingWith("summary is damaged");
      return Optional.empty();
    } catch (DateiLagerException.ResourceExhausted refused) {
      assertThat(refused).hasMessageStartingWith("summary has more than");
      return Optional.empty();
    }
  }

  private static void comesBack(Summary summary) {
    Blob file = CODEC.encode(summary);
    if (summary.entries().isEmpty()) {
      assertThat(file).isEqualTo(Blob.EMPTY);
    } else {
      assertThat(decoded(file)).contains(summary);
    }
  }
}
