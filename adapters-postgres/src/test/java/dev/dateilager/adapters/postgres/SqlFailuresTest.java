package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SqlFailuresTest {
  record Case(String state, Class<? extends DateiLagerException> type) {}

  static Stream<Case> states() {
    return Stream.of(
        new Case("08001", Unavailable.class),
        new Case("08006", Unavailable.class),
        new Case("57P01", Unavailable.class), // shut down by an administrator
        new Case("57P03", Unavailable.class), // starting up
        new Case("57014", Unavailable.class), // took too long
        new Case("25P03", Unavailable.class), // idle too long
        new Case("53100", ResourceExhausted.class), // disk full
        new Case("53300", ResourceExhausted.class), // too many connections
        new Case("40001", Aborted.class),
        new Case("40P01", Aborted.class),
        new Case("54000", InvalidArgument.class), // an index row too large
        new Case("28P01", FailedPrecondition.class), // wrong password
        new Case("3D000", FailedPrecondition.class), // no such database
        new Case("42P01", FailedPrecondition.class), // no such table
        new Case("42501", FailedPrecondition.class), // not allowed
        new Case("XX001", Corrupt.class),
        new Case("XX000", IoFailed.class),
        new Case("58030", IoFailed.class),
        new Case("23505", IoFailed.class));
  }

  @ParameterizedTest
  @MethodSource("states")
  void translate_goesByTheState(Case example) {
    assertThat(SqlFailures.translate("it", new SQLException("why", example.state())))
        .isInstanceOf(example.type())
        .hasMessageStartingWith("it: why");
  }

  @Test
  void translate_ofThePoolsTimeOut_isUnavailable() {
    assertThat(SqlFailures.translate("it", new SQLTransientConnectionException("none is free")))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void translate_inAnInterruptedThread_isCancelledAndLeavesTheFlag() {
    Thread.currentThread().interrupt();
    try {
      assertThat(SqlFailures.translate("it", new SQLException("socket closed", "08006")))
          .isInstanceOf(Cancelled.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
