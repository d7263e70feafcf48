package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.contract.StoredRow;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples as parts of a ring, and how much a collection takes at once (I27). */
@Timeout(60)
class RetentionTest {
  private static final Role ADMIN = new Role.Admin();
  private static final ProjectId P1 = new ProjectId(1);

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final List<Integer> asked = new ArrayList<>();

  /** Notes how many contents each transaction takes, and fails at the one that is set. */
  private final class Noting extends WatchedStore {
    private int failsAt = -1;

    Noting() {
      super(store);
    }

    @Override
    public long removeUnused(Collection<ContentHash> hashes) throws DateiLagerException {
      if (asked.size() == failsAt) {
        throw new Unavailable("the database went away");
      }
      asked.add(hashes.size());
      return super.removeUnused(hashes);
    }
  }

  /** Always draws this. */
  private record Always(long drawn) implements RandomGenerator {
    @Override
    public long nextLong() {
      return drawn;
    }
  }

  private Retention drawing(RandomGenerator random) {
    return new Retention(new Noting(), random);
  }

  private void unused(int count) {
    for (int i = 0; i < count; i++) {
      Blob text = Blob.utf8("unused " + i);
      store.insertContent(ContentHash.of(text), text);
    }
  }

  private List<Long> places() {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      return snapshot.contentHashes(Optional.empty(), Integer.MAX_VALUE).stream()
          .map(hash -> Long.parseUnsignedLong(hash.hex().substring(0, 16), 16))
          .toList();
    } catch (DateiLagerException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x4000000000000000L, -12345678901L})
  void collectContents_ofAPart_takesTheArcThatBeginsWhereItWasDrawn(long start) throws Exception {
    for (double percent : new double[] {0, 0.5, 25, 50, 75, 99.5}) {
      unused(400);
      List<Long> before = places();
      double length = percent / 100 * 0x1p64;

      long removed = drawing(new Always(start)).collectContents(ADMIN, percent);

      List<Long> expected =
          before.stream().filter(place -> unsigned(place - start) >= length).toList();
      assertThat(places()).as("%s percent", percent).isEqualTo(expected);
      assertThat(removed).isEqualTo(before.size() - expected.size());
    }
  }

  private static double unsigned(long number) {
    return number >= 0 ? number : number + 0x1p64;
  }

  @Test
  void collectContents_ofQuartersThatFollowEachOther_takesAll() throws Exception {
    unused(1000);
    long removed = 0;
    for (long quarter = 0; quarter < 4; quarter++) {
      long part = drawing(new Always(7 + quarter * (1L << 62))).collectContents(ADMIN, 25);
      assertThat(part).isBetween(150L, 350L);
      removed += part;
    }
    assertThat(removed).isEqualTo(1000);
    assertThat(places()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 499, 500, 501, 1000, 1700})
  void collectContents_ofAll_takesSomeAtATime(int count) throws Exception {
    unused(count);
    assertThat(drawing(new Random(1)).collectContents(ADMIN, 100)).isEqualTo(count);
    assertThat(places()).isEmpty();
    assertThat(asked).allMatch(size -> size <= Sweep.AT_ONCE);
  }

  @Test
  @DisplayName("I25: what stops a collection leaves the rest for the next one")
  void collectContents_thatIsStopped_goesOnTheNextTime() throws Exception {
    unused(1700);
    var failing = new Noting();
    failing.failsAt = 2;
    assertThatExceptionOfType(Unavailable.class)
        .isThrownBy(() -> new Retention(failing, new Random(1)).collectContents(ADMIN, 100));
    assertThat(places()).hasSize(700);
    assertThat(drawing(new Random(1)).collectContents(ADMIN, 100)).isEqualTo(700);
  }

  private void stoppedRows(ProjectId project, int count) throws Exception {
    store.createProject(project, List.of(), Optional.empty());
    store.setLatest(project, count + 10L);
    for (int i = 1; i <= count; i++) {
      Blob text = Blob.utf8("%s in %d".formatted(project, i));
      ContentHash hash = ContentHash.of(text);
      store.insertContent(hash, text);
      store.insertRow(
          new StoredRow(
              project, i, OptionalLong.of(i + 1), "a", FileMode.file(0644), 1, false, hash));
    }
  }

  @Test
  void collectProject_takesRowsAndTheirContentsSomeAtATime() throws Exception {
    stoppedRows(P1, 1100);
    assertThat(drawing(new Random(1)).collectProject(ADMIN, P1, 1, 0)).isEqualTo(1100);
    assertThat(store.countRows(P1)).isZero();
    assertThat(places()).isEmpty();
    assertThat(asked).containsExactly(500, 500, 100);
  }

  @Test
  void collectRandomProjects_ofMoreThanAreListedAtOnce_drawsAmongAll() throws Exception {
    for (long id = 1; id <= 2 * Projects.LISTED_AT_ONCE + 1; id++) {
      store.createProject(new ProjectId(id), List.of(), Optional.empty());
    }
    var all = drawing(new Random(1)).collectRandomProjects(ADMIN, 100, 1, 0);
    assertThat(all.projects())
        .extracting(ProjectId::value)
        .isEqualTo(LongStream.rangeClosed(1, 2 * Projects.LISTED_AT_ONCE + 1).boxed().toList());
    var some = drawing(new Random(1)).collectRandomProjects(ADMIN, 10, 1, 0);
    assertThat(some.projects()).hasSizeBetween(120, 280);
  }

  /** Picks nobody in so many draws, and then everybody. */
  private static final class Reluctant implements RandomGenerator {
    private final int refusals;
    private int drawn;

    Reluctant(int refusals) {
      this.refusals = refusals;
    }

    @Override
    public double nextDouble() {
      return drawn++ < refusals ? 0.999 : 0;
    }

    @Override
    public long nextLong() {
      return 0;
    }
  }

  @Test
  void collectRandomProjects_thatPicksNobody_drawsAFewTimes() throws Exception {
    stoppedRows(P1, 1);
    var none = drawing(new Reluctant(Retention.MOST_DRAWS)).collectRandomProjects(ADMIN, 50, 1, 0);
    assertThat(none).isEqualTo(new Retention.Collected(0, List.of()));
    var last =
        drawing(new Reluctant(Retention.MOST_DRAWS - 1)).collectRandomProjects(ADMIN, 50, 1, 0);
    assertThat(last).isEqualTo(new Retention.Collected(1, List.of(P1)));
  }
}
