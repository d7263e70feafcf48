package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread pulls, several work; whoever fails stops all (lesson 11). */
@Timeout(60)
class PipelineTest {
  private static Pipeline.Pull<Integer> upTo(int last) {
    var next = new AtomicInteger();
    return () -> Optional.of(next.incrementAndGet()).filter(item -> item <= last);
  }

  private static Pipeline<Integer> pipeline() {
    return new Pipeline<>(_ -> 1, _ -> false);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 4})
  void run_worksOnEveryItem_withAtLeastOneWorker(int width) throws Exception {
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    pipeline().run(upTo(1000), width, seen::add);
    assertThat(seen).hasSize(1000);
  }

  @Test
  void run_whenAWorkerFails_stopsAPullThatWaitsForEver() {
    var never = new CountDownLatch(1);
    var first = new AtomicInteger();
    assertThatThrownBy(
            () ->
                pipeline()
                    .run(
                        () -> {
                          if (first.getAndIncrement() == 0) {
                            return Optional.of(1);
                          }
                          try {
                            never.await();
                            return Optional.empty();
                          } catch (InterruptedException _) {
                            throw new Cancelled("interrupted", false);
                          }
                        },
                        2,
                        _ -> {
                          throw new Corrupt("bad item");
                        }))
        .isInstanceOf(Corrupt.class)
        .hasMessage("bad item");
  }

  @Test
  void run_whenThePullFails_failsWithThat_thoughTheQueueIsFull() {
    var items = new AtomicInteger();
    assertThatThrownBy(
            () ->
                pipeline()
                    .run(
                        () -> {
                          if (items.incrementAndGet() > 10) {
                            throw new Unavailable("stream broke");
                          }
                          return Optional.of(items.get());
                        },
                        1,
                        _ -> {}))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void run_boundsWhatWaits() throws Exception {
    var pulled = new AtomicInteger();
    var worked = new AtomicInteger();
    var most = new AtomicInteger();
    new Pipeline<Integer>(_ -> 30L << 20, _ -> false)
        .run(
            () -> {
              most.accumulateAndGet(pulled.get() - worked.get(), Math::max);
              return Optional.of(pulled.incrementAndGet()).filter(item -> item <= 50);
            },
            1,
            _ -> worked.incrementAndGet());
    assertThat(worked.get()).isEqualTo(50);
    assertThat(most.get()).isBetween(1, 4); // two wait, one is worked on, one is in hand
  }

  @Test
  void run_letsAnItemWaitForAllBefore() throws Exception {
    var running = new AtomicInteger();
    new Pipeline<Integer>(_ -> 1, item -> item % 10 == 0)
        .run(
            upTo(200),
            4,
            item -> {
              int others = running.getAndIncrement();
              if (item % 10 == 0) {
                assertThat(others).isZero();
              }
              running.decrementAndGet();
            });
    assertThat(running.get()).isZero();
  }

  @Test
  void run_whenTheCallerIsInterrupted_isCancelled() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pipeline().run(upTo(10), 1, _ -> {})).isInstanceOf(Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
