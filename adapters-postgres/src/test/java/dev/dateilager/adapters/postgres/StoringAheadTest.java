package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is stored while the next is gathered, and how its failures come out. */
@Timeout(30)
final class StoringAheadTest {
  @Test
  void store_returnsBeforeTheBatchIsStored_andAwaitWaitsForIt() throws Exception {
    var open = new CountDownLatch(1);
    var stored = new ArrayList<String>();
    try (var storing =
        new StoringAhead(
            batch -> {
              await(open);
              stored.addAll(texts(batch));
            })) {
      storing.store(batch("a"));
      assertThat(stored).isEmpty();
      open.countDown();
      storing.store(batch("b"));
      storing.await();
      assertThat(stored).containsExactly("a", "b");
    }
  }

  @Test
  void failure_isToldOnceAtTheNextCall_andTheNextBatchIsNotStored() throws Exception {
    var stored = new ArrayList<String>();
    try (var storing =
        new StoringAhead(
            batch -> {
              if (texts(batch).contains("bad")) {
                throw new Unavailable("the database is away");
              }
              stored.addAll(texts(batch));
            })) {
      storing.store(batch("bad"));
      assertThatThrownBy(() -> storing.store(batch("after"))).isInstanceOf(Unavailable.class);
      storing.await();
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void close_waitsForWhatRuns() throws Exception {
    var stored = new ArrayList<String>();
    try (var storing = new StoringAhead(batch -> stored.addAll(texts(batch)))) {
      storing.store(batch("a"));
    }
    assertThat(stored).containsExactly("a");
  }

  private static SortedMap<ContentHash, Blob> batch(String text) {
    Blob blob = Blob.utf8(text);
    return new TreeMap<>(Map.of(ContentHash.of(blob), blob));
  }

  private static List<String> texts(SortedMap<ContentHash, Blob> batch) {
    return batch.values().stream().map(Blob::toUtf8).toList();
  }

  private static void await(CountDownLatch latch) throws Unavailable {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new Unavailable("nobody opened");
      }
    } catch (InterruptedException stop) {
      throw new Unavailable("interrupted");
    }
  }
}
