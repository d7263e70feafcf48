package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Updates that meet others, and the limits of what they may store. */
@Timeout(120)
class UpdateSessionTest {
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final Role ADMIN = new Role.Admin();

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final PackCodec codec = new PlainPackCodec();

  private static ObjectUpdate file(String path, String text) {
    return new ObjectUpdate(
        path, FileMode.file(0644), text.length(), false, Optional.of(Blob.utf8(text)));
  }

  private static ObjectUpdate gone(String path) {
    return new ObjectUpdate(path, new FileMode(0), 0, true, Optional.empty());
  }

  private long update(CatalogStore through, Limits limits, ObjectUpdate... objects)
      throws DateiLagerException {
    return update(through, limits, new ContentBudget(64L << 20, Duration.ofSeconds(30)), objects);
  }

  private long update(
      CatalogStore through, Limits limits, ContentBudget budget, ObjectUpdate... objects)
      throws DateiLagerException {
    try (UpdateSession session = new Updates(through, codec, limits, budget).begin(ADMIN)) {
      for (ObjectUpdate object : objects) {
        session.accept(PROJECT, object);
      }
      return session.finish();
    }
  }

  private long update(ObjectUpdate... objects) throws DateiLagerException {
    return update(store, Limits.DEFAULT, objects);
  }

  private List<String> objects() throws DateiLagerException {
    var objects = new ArrayList<String>();
    var request =
        new ReadRequest(
            PROJECT, OptionalLong.empty(), OptionalLong.empty(), List.of(ObjectQuery.prefix("")));
    new Reads(store, codec, Limits.DEFAULT, ContentBudget.quarterOf(1L << 30))
        .get(
            ADMIN,
            request,
            (_, object) ->
                objects.add(object.path() + " = " + object.content().orElseThrow().toUtf8()));
    return objects;
  }

  /** The same store, where another update comes in between before each of the first commits. */
  private CatalogStore overtakenBy(int times, Callable<ObjectUpdate> other) {
    return new WatchedStore(store) {
      private int left = times;

      @Override
      void committing() throws DateiLagerException {
        if (left-- > 0) {
          try {
            var _ = update(store, Limits.DEFAULT, other.call());
          } catch (DateiLagerException failed) {
            throw failed;
          } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
          }
        }
      }
    };
  }

  @Test
  void finish_whenAnotherUpdateChangedThePack_keepsBoth() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    assertThat(update(file("p/a", "1"), file("p/b", "1"))).isEqualTo(1);

    CatalogStore overtaken = overtakenBy(1, () -> file("p/b", "theirs"));
    assertThat(update(overtaken, Limits.DEFAULT, file("p/a", "mine"), file("x", "mine")))
        .isEqualTo(3);

    assertThat(objects()).containsExactly("p/a = mine", "p/b = theirs", "x = mine");
  }

  @Test
  void finish_whenAnotherUpdateDidTheSame_isNoChange() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());

    CatalogStore overtaken = overtakenBy(1, () -> file("p/a", "same"));
    assertThat(update(overtaken, Limits.DEFAULT, file("p/a", "same"))).isEqualTo(1);

    assertThat(objects()).containsExactly("p/a = same");
    assertThat(store.countRows(PROJECT)).isEqualTo(1);
  }

  @Test
  void finish_whenAnotherUpdateEmptiedThePack_makesItAnew() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    assertThat(update(file("p/a", "1"))).isEqualTo(1);

    CatalogStore overtaken = overtakenBy(1, () -> gone("p/a"));
    assertThat(update(overtaken, Limits.DEFAULT, file("p/b", "mine"))).isEqualTo(3);

    assertThat(objects()).containsExactly("p/b = mine");
  }

  @Test
  void finish_whenOvertakenAgainAndAgain_isAbortedAndChangesNothing() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    var number = new int[1];
    CatalogStore overtaken =
        overtakenBy(Integer.MAX_VALUE, () -> file("p/theirs", "v" + number[0]++));

    assertThatExceptionOfType(Aborted.class)
        .isThrownBy(() -> update(overtaken, Limits.DEFAULT, file("p/mine", "m"), file("x", "x")));

    assertThat(number[0]).isEqualTo(UpdateSession.MAX_COMMITS);
    assertThat(objects()).containsExactly("p/theirs = v" + (UpdateSession.MAX_COMMITS - 1));
  }

  @Test
  void finish_whenOvertakenOnceLessThanThat_works() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    var number = new int[1];
    CatalogStore overtaken =
        overtakenBy(UpdateSession.MAX_COMMITS - 1, () -> file("p/theirs", "v" + number[0]++));

    assertThat(update(overtaken, Limits.DEFAULT, file("p/mine", "m")))
        .isEqualTo(UpdateSession.MAX_COMMITS);
    assertThat(objects()).hasSize(2);
  }

  @Test
  void finish_byManyOnOnePack_losesNoUpdate() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Long>> updates = new ArrayList<>();
      for (int i = 10; i < 30; i++) {
        String path = "p/" + i;
        updates.add(
            () -> {
              while (true) {
                try {
                  return update(file(path, path));
                } catch (Aborted _) {
                  Thread.onSpinWait(); // as Aborted says: repeat the whole
                }
              }
            });
      }
      var versions = new ArrayList<Long>();
      for (Future<Long> version : threads.invokeAll(updates)) {
        versions.add(version.get());
      }
      assertThat(versions).doesNotHaveDuplicates().hasSize(20);
    }
    assertThat(objects()).hasSize(20);
  }

  @Test
  void accept_forAProjectWhosePatternsAreNone_isRefused() throws Exception {
    store.createProject(PROJECT, List.of("("), Optional.empty());

    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> update(file("a", "a")))
        .withMessageContaining("'('");
  }

  private static Limits limits(long messageBytes, long unpackedBytes, long entries) {
    return new Limits(messageBytes, unpackedBytes, entries, 1000, 1 << 20, 1 << 20);
  }

  @Test
  void accept_ofAContentAtTheLimit_worksAndOnePastItIsExhausted() throws Exception {
    store.createProject(PROJECT, List.of(), Optional.empty());
    Limits limits = limits(1000, 1 << 20, 100);

    assertThat(update(store, limits, file("a", "x".repeat(1000)))).isEqualTo(1);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> update(store, limits, file("a", "x".repeat(1001))))
        .withMessageContaining("1001");
  }

  @Test
  void finish_ofAPackWithAsManyEntriesAsAllowed_worksAndOneMoreIsExhausted() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    Limits limits = limits(1 << 20, 1 << 20, 3);

    assertThat(update(store, limits, file("p/1", "1"), file("p/2", "2"), file("p/3", "3")))
        .isEqualTo(1);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> update(store, limits, file("p/4", "4")))
        .withMessageContaining("3 entries");
    assertThat(update(store, limits, gone("p/1"), file("p/4", "4"))).isEqualTo(2);
  }

  @Test
  void finish_ofAPackThatNoReaderWouldTake_isExhausted() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    String text = "x".repeat(900);

    assertThatExceptionOfType(ResourceExhausted.class) // too many bytes once unpacked
        .isThrownBy(() -> update(store, limits(1 << 20, 2000, 10), file("p/1", text)));
    assertThatExceptionOfType(ResourceExhausted.class) // too long for a message
        .isThrownBy(
            () -> update(store, limits(1000, 1 << 20, 10), file("p/1", text), file("p/2", text)));
    assertThat(update(store, limits(1000, 4000, 10), file("p/1", text))).isEqualTo(1);
  }

  /** The old pack, the new one, and its parts, for as long as it is made (I27). */
  @Test
  void finish_countsAPackThatItMakesAnew() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    update(file("p/1", "1".repeat(50_000)));
    var budget = new ContentBudget(1 << 20, Duration.ofSeconds(30));
    var held = new ArrayList<Long>();
    var watched =
        new WatchedStore(store) {
          @Override
          void loadingPack() {
            held.add(budget.storedBytes());
          }
        };

    assertThat(update(watched, Limits.DEFAULT, budget, file("p/2", "2".repeat(10_000))))
        .isEqualTo(2);

    assertThat(held).singleElement().matches(bytes -> bytes >= 170_000);
    assertThat(budget.storedBytes()).isZero();
    assertThat(budget.decodedBytes()).isZero();
  }

  @Test
  void finish_ofAPackWithABodyLargerThanTheBudget_isExhaustedAndChangesNothing() throws Exception {
    store.createProject(PROJECT, List.of("p/"), Optional.empty());
    var budget = new ContentBudget(20_000, Duration.ofMillis(1));

    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> update(store, Limits.DEFAULT, budget, file("p/1", "1".repeat(30_000))));
    assertThat(update(store, Limits.DEFAULT, budget, file("p/1", "1".repeat(20_000)))).isEqualTo(1);
    assertThatExceptionOfType(ResourceExhausted.class) // whoever leaves it alone must copy it, too
        .isThrownBy(
            () ->
                update(
                    store,
                    Limits.DEFAULT,
                    new ContentBudget(10_000, Duration.ofMillis(1)),
                    file("p/2", "2")));
    assertThat(budget.storedBytes()).isZero();
    assertThat(budget.decodedBytes()).isZero();
  }

  @Test
  void requireReadable_ofATightlyPackedPack_isExhausted() throws Exception {
    var limits = new Limits(1 << 20, 1 << 30, 100, 10, 100_000, 1 << 20);
    var room = new PackRoom(limits);
    room.require(new Entry.RegularFile(new ObjectPath("a"), 0644, 200_000));

    room.requireReadable(Blob.owned(new byte[30_000]));
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> room.requireReadable(Blob.owned(new byte[10_000])));
  }
}
