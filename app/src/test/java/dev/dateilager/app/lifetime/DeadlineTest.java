package dev.dateilager.app.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DeadlineTest {
  private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(1));
  private static final Optional<Duration> LATE = Optional.of(Duration.ofHours(1));

  @AfterEach
  void nobodyIsLeftInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void work_isInterruptedWhenTheTimeIsOver() {
    var failure =
        catchThrowableOfType(
            Cancelled.class,
            () ->
                Deadline.within(
                    SOON,
                    () -> {
                      new CountDownLatch(1).await();
                      return "never";
                    }));

    assertThat(failure).hasMessageContaining("context deadline exceeded");
    assertThat(failure.deadlinePassed()).isTrue();
  }

  @Test
  void failureCausedByTheDeadline_isTheDeadlines() {
    assertThatThrownBy(
            () ->
                Deadline.within(
                    SOON,
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException told) {
                        throw new Cancelled("the call was cancelled", false);
                      }
                      return "never";
                    }))
        .isInstanceOf(Cancelled.class)
        .hasMessageContaining("context deadline exceeded");
  }

  @Test
  void workInTime_keepsItsResultAndItsFailures() throws Exception {
    assertThat(Deadline.<String>within(LATE, () -> "done")).isEqualTo("done");
    assertThat(Deadline.<String>within(Optional.empty(), () -> "done")).isEqualTo("done");
    assertThatThrownBy(
            () ->
                Deadline.within(
                    LATE,
                    () -> {
                      throw new NotFound("x");
                    }))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void interruptionByOthers_isKept() throws Exception {
    Deadline.<String>within(
        LATE,
        () -> {
          Thread.currentThread().interrupt();
          return "done";
        });

    assertThat(Thread.interrupted()).isTrue();
  }
}
