package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContentBudgetTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void stored_upToTheBudget_isGivenAndGivenBack() throws Exception {
    var budget = new ContentBudget(10_000, LONG);
    for (int i = 0; i < 3; i++) {
      try (var _ = budget.stored(10_000)) {
        assertThat(budget.bytes()).isEqualTo(10_000);
      }
    }
  }

  @Test
  void stored_ofMoreThanTheBudget_isExhaustedAtOnce() {
    var budget = new ContentBudget(10_000, LONG);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> budget.stored(10_001))
        .withMessageContaining("10001");
    assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.decoded(10_001));
  }

  @Test
  void stored_thatOthersKeepTooLong_isExhausted() throws Exception {
    var budget = new ContentBudget(10_240, Duration.ofMillis(1));
    try (var _ = budget.stored(6_000)) {
      assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.stored(6_000));
      try (var _ = budget.stored(4_000);
          var _ = budget.decoded(10_240)) { // an account of its own
        assertThat(budget.bytes()).isEqualTo(10_240);
      }
    }
    budget.stored(10_240).close();
  }

  @Test
  void stored_waitsUntilOthersGiveBack() throws Exception {
    var budget = new ContentBudget(10_000, LONG);
    var started = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting;
      try (var _ = budget.stored(8_000)) {
        waiting =
            threads.submit(
                () -> {
                  started.countDown();
                  try (var _ = budget.stored(8_000)) {
                    return true;
                  }
                });
        started.await();
        while (!budget.isWaitedFor()) {
          Thread.onSpinWait();
        }
      }
      assertThat(waiting.get()).isTrue();
      assertThat(budget.isWaitedFor()).isFalse();
    }
  }

  @Test
  void stored_whenInterrupted_isCancelledAndStaysInterrupted() throws Exception {
    var budget = new ContentBudget(10_000, LONG);
    try (var _ = budget.stored(8_000)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> budget.stored(8_000));
      assertThat(Thread.interrupted()).isTrue();
    }
    budget.stored(10_000).close();
  }

  @Test
  void close_twice_givesBackOnce() throws Exception {
    var budget = new ContentBudget(10_240, Duration.ofMillis(1));
    try (var _ = budget.stored(5_120)) {
      ContentBudget.Lease lease = budget.stored(5_120);
      lease.close();
      lease.close();
      assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.stored(10_240));
    }
  }

  @Test
  void incoming_takesOfBothAccounts_andGivesBothBackOnce() throws Exception {
    var budget = new ContentBudget(10_240, Duration.ofMillis(1));
    ContentBudget.Lease lease = budget.incoming(6_144);
    assertThat(budget.storedBytes()).isEqualTo(6_144);
    assertThat(budget.decodedBytes()).isEqualTo(6_144);
    lease.close();
    lease.close();
    assertThat(budget.storedBytes()).isZero();
    assertThat(budget.decodedBytes()).isZero();
  }

  @Test
  void incoming_forWhichOneAccountHasNoRoom_keepsNothingOfTheOther() throws Exception {
    var budget = new ContentBudget(10_240, Duration.ofMillis(1));
    try (var _ = budget.decoded(6_144)) {
      assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.incoming(6_144));
      assertThat(budget.storedBytes()).isZero();
    }
    assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.incoming(10_241));
    budget.incoming(10_240).close();
  }

  @Test
  void merging_ofMoreThanTheBudget_takesAllOfIt() throws Exception {
    var budget = new ContentBudget(10_240, Duration.ofMillis(1));
    try (var _ = budget.merging(1L << 40)) {
      assertThat(budget.storedBytes()).isEqualTo(10_240);
      assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> budget.merging(1));
    }
    assertThat(budget.storedBytes()).isZero();
  }

  @Test
  void aBudgetOfNothing_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ContentBudget(0, LONG));
    assertThatIllegalArgumentException().isThrownBy(() -> ContentBudget.quarterOf(3));
    assertThat(ContentBudget.quarterOf(4096).bytes()).isEqualTo(1024);
  }
}
