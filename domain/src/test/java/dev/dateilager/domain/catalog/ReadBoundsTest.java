package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reads hold in memory is bounded, whatever the project holds (I27). */
@Timeout(120)
class ReadBoundsTest {
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final Role ADMIN = new Role.Admin();
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final PackCodec codec = new PlainPackCodec();
  private final List<Map<ContentHash, Blob>> loads = new ArrayList<>();
  private final CatalogStore watched =
      new WatchedStore(store) {
        @Override
        void loaded(Map<ContentHash, Blob> contents) {
          synchronized (loads) {
            loads.add(contents);
          }
        }
      };

  private static ContentBudget budget() {
    return new ContentBudget(64L << 20, Duration.ofSeconds(30));
  }

  private void update(ObjectUpdate... objects) throws DateiLagerException {
    store.createProject(PROJECT, List.of("^packs/[^/]+/"), Optional.empty());
    try (UpdateSession session = new Updates(store, codec, Limits.DEFAULT, budget()).begin(ADMIN)) {
      for (ObjectUpdate object : objects) {
        session.accept(PROJECT, object);
      }
      assertThat(session.finish()).isEqualTo(1);
    }
  }

  private static ObjectUpdate file(String path, int bytes, int fill) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) fill);
    return new ObjectUpdate(
        path, FileMode.file(0644), bytes, false, Optional.of(Blob.owned(content)));
  }

  private static ReadRequest everything() {
    return new ReadRequest(
        PROJECT, OptionalLong.empty(), OptionalLong.empty(), List.of(ObjectQuery.prefix("")));
  }

  private Reads reads(long budget) {
    return new Reads(watched, codec, Limits.DEFAULT, new ContentBudget(budget, PATIENCE));
  }

  private static long bytes(Map<ContentHash, Blob> contents) {
    return contents.values().stream().mapToLong(Blob::length).sum();
  }

  @Test
  void contents_areLoadedInBatchesOfTwoHundred() throws Exception {
    var objects = new ObjectUpdate[450];
    for (int i = 0; i < objects.length; i++) {
      byte[] content = ("content " + i).getBytes(StandardCharsets.US_ASCII);
      objects[i] =
          new ObjectUpdate(
              "f" + i, FileMode.file(0644), 0, false, Optional.of(Blob.owned(content)));
    }
    update(objects);

    reads(10 << 20).get(ADMIN, everything(), (_, _) -> {});

    assertThat(loads).extracting(Map::size).containsExactly(200, 200, 50);
  }

  @Test
  void contents_areLoadedInBatchesOfEightMebibytes_aBiggerOneAlone() throws Exception {
    int mebibyte = 1 << 20;
    update(
        file("a", 3 * mebibyte, 1),
        file("b", 3 * mebibyte, 2),
        file("c", 3 * mebibyte, 3),
        file("d", 9 * mebibyte, 4),
        file("e", mebibyte, 5),
        file("f", mebibyte, 6));

    reads(80 << 20).getCompress(ADMIN, everything(), Set.of(), (_, _, _) -> {});

    assertThat(loads).extracting(Map::size).containsExactly(2, 1, 1, 2);
    assertThat(loads)
        .allSatisfy(load -> assertThat(load.size() == 1 || bytes(load) <= 8L * mebibyte).isTrue());
  }

  @Test
  void contents_areLoadedInSmallerBatchesOnASmallBudget() throws Exception {
    update(file("a", 3000, 1), file("b", 3000, 2), file("c", 3000, 3), file("d", 3000, 4));

    reads(80_000).getCompress(ADMIN, everything(), Set.of(), (_, _, _) -> {});

    assertThat(loads).extracting(Map::size).containsExactly(3, 1);
  }

  @Test
  void contents_thatAreEqual_areLoadedOnceForABatch() throws Exception {
    update(file("a", 1000, 1), file("b", 1000, 1), file("c", 1000, 1), file("empty", 0, 0));

    reads(70_000).get(ADMIN, everything(), (_, _) -> {});

    assertThat(loads).extracting(Map::size).containsExactly(1);
  }

  @Test
  void contentsThatAreLeftOut_areNotLoaded() throws Exception {
    update(file("a", 1000, 1), file("b", 1001, 2), file("packs/p/a", 5000, 3));

    var _ = reads(70_000).getUnary(ADMIN, everything(), 1000, (_, _) -> {});

    assertThat(loads)
        .extracting(Map::keySet)
        .containsExactly(Set.of(ContentHash.of(file("a", 1000, 1).content().orElseThrow())));
  }

  @Test
  void aContentLargerThanTheBudget_isExhausted() throws Exception {
    update(file("a", 100_000, 1));

    reads(110_000).get(ADMIN, everything(), (_, _) -> {});
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> reads(90_000).get(ADMIN, everything(), (_, _) -> {}));
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(
            () -> reads(90_000).getCompress(ADMIN, everything(), Set.of(), (_, _, _) -> {}));
  }

  @Test
  void aContentThatDecodesToMoreThanTheBudget_isExhausted() throws Exception {
    update(file("a", 500_000, 1));
    ContentHash hash = ContentHash.of(file("a", 500_000, 1).content().orElseThrow());
    var bomb =
        new PackCodec() {
          @Override
          public Blob compress(Blob plain) {
            return codec.compress(plain);
          }

          @Override
          public Blob decompress(Blob stored, long maxBytes) throws DateiLagerException {
            if (500_000 > maxBytes) {
              throw new ResourceExhausted("bomb");
            }
            return file("a", 500_000, 1).content().orElseThrow();
          }

          @Override
          public EntryReader open(Blob packed) {
            return codec.open(packed);
          }

          @Override
          public PackWriter create() {
            return codec.create();
          }
        };
    store.insertContent(hash, Blob.utf8("small"));

    new Reads(store, bomb, Limits.DEFAULT, new ContentBudget(500_000, PATIENCE))
        .get(ADMIN, everything(), (_, _) -> {});
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(
            () ->
                new Reads(store, bomb, Limits.DEFAULT, new ContentBudget(499_999, PATIENCE))
                    .get(ADMIN, everything(), (_, _) -> {}))
        .withMessageContaining("'a'");
  }

  @Test
  void aPackedFileLargerThanTheBudget_isExhausted() throws Exception {
    update(file("packs/p/a", 100_000, 1));

    reads(110_000).get(ADMIN, everything(), (_, _) -> {});
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> reads(90_000).get(ADMIN, everything(), (_, _) -> {}));
  }

  @Test
  void manyReaders_neverHoldMoreThanTheBudget() throws Exception {
    var objects = new ObjectUpdate[30];
    for (int i = 0; i < objects.length; i++) {
      objects[i] = file("f" + i, 200_000, i);
    }
    update(objects);
    long budget = 1_000_000;
    Reads reads = reads(budget);
    var held = new AtomicLong();
    var most = new AtomicLong();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readers.add(
            () -> {
              var seen = new ArrayList<String>();
              reads.get(
                  ADMIN,
                  everything(),
                  (_, object) -> {
                    int length = object.content().orElseThrow().length();
                    most.accumulateAndGet(held.addAndGet(length), Math::max);
                    Thread.onSpinWait();
                    var _ = held.addAndGet(-length);
                    seen.add(object.path());
                  });
              return seen.size();
            });
      }
      for (Future<Integer> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isEqualTo(30);
      }
    }
    assertThat(most.get()).isPositive().isLessThanOrEqualTo(budget);
    assertThat(loads).allSatisfy(load -> assertThat(bytes(load)).isLessThanOrEqualTo(budget));
  }
}
