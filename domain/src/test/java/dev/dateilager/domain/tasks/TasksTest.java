package dev.dateilager.domain.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TasksTest {
  @Test
  void all_givesResultsInTheOrderOfTheTasks() throws Exception {
    var second = new CountDownLatch(1);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              second.await();
              return "first";
            },
            () -> {
              second.countDown();
              return "second";
            });
    assertThat(Tasks.all(tasks, 2)).containsExactly("first", "second");
  }

  @Test
  void all_runsNoMoreThanWidthAtATime() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var pair = new CyclicBarrier(3); // breaks up only in threes, so three do run side by side
    Callable<Boolean> task =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          pair.await();
          running.decrementAndGet();
          return true;
        };
    Tasks.all(Collections.nCopies(9, task), 3);
    assertThat(most).hasValue(3);
  }

  @Test
  void all_whenOneFails_interruptsTheRestAndThrowsItsFailure() {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stop) {
                interrupted.countDown();
                throw stop;
              }
              return "never";
            },
            () -> {
              started.await();
              throw new IOException("the disk went away");
            });
    assertThatThrownBy(() -> Tasks.all(tasks, 2))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("the disk went away");
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void all_whenTheCallerIsInterrupted_stopsTheTasksBeforeItThrows() throws Exception {
    var started = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var thrown = new ArrayList<Exception>();
    List<Callable<String>> tasks =
        List.of(
            () -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.countDown();
              }
              return "never";
            });
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Tasks.all(tasks, 1);
                  } catch (InterruptedException | ExecutionException stop) {
                    thrown.add(stop);
                    assertThat(ended.getCount()).isZero();
                  }
                });
    started.await();
    caller.interrupt();
    caller.join();
    assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
  }

  @Test
  void all_withoutTasks_givesNothing() throws Exception {
    assertThat(Tasks.all(List.<Callable<String>>of(), 1)).isEmpty();
  }

  @Test
  void all_withoutWidth_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tasks.all(List.<Callable<String>>of(), 0))
        .withMessageContaining("got 0");
  }
}
