package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks the database for a sign of life, for a shorter time than its connections wait. The question
 * is asked by a thread of its own, which an interrupt ends even within a read.
 */
final class Ping {
  private final Database database;

  Ping(Database database) {
    this.database = database;
  }

  private sealed interface Answer {
    record Alive() implements Answer {}

    record Failed(DateiLagerException why) implements Answer {}
  }

  /**
   * Waits for an answer.
   *
   * @throws Unavailable if none came in time
   */
  void await(Duration patience) throws DateiLagerException {
    BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(1);
    Thread asker = Thread.ofVirtual().name("postgres-ping").start(() -> answers.add(ask()));
    try {
      switch (answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        case null ->
            throw new Unavailable("the database did not answer within %s".formatted(patience));
        case Answer.Alive _ -> {}
        case Answer.Failed(DateiLagerException why) -> throw why;
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while waiting for the database", false);
    } finally {
      asker.interrupt();
    }
  }

  private Answer ask() {
    try {
      database.statements(
          "the database does not answer",
          connection -> {
            try (var statement = connection.createStatement()) {
              return statement.execute("SELECT 1");
            }
          });
      return new Answer.Alive();
    } catch (DateiLagerException failure) {
      return new Answer.Failed(failure);
    }
  }
}
