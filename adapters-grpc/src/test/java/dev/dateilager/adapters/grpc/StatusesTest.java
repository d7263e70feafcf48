package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import io.grpc.Status;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StatusesTest {
  record Row(DateiLagerException failure, Status.Code code, String description) {
    @Override
    public String toString() {
      return failure.getClass().getSimpleName() + " is " + code;
    }
  }

  static Stream<Row> table() {
    return Stream.of(
        new Row(new NotFound("x"), Status.Code.NOT_FOUND, "x"),
        new Row(new AlreadyExists("x"), Status.Code.ALREADY_EXISTS, "x"),
        new Row(new Unauthenticated("x"), Status.Code.UNAUTHENTICATED, "x"),
        new Row(new PermissionDenied("x"), Status.Code.PERMISSION_DENIED, "x"),
        new Row(new InvalidArgument("x"), Status.Code.INVALID_ARGUMENT, "x"),
        new Row(new FailedPrecondition("x"), Status.Code.FAILED_PRECONDITION, "x"),
        new Row(new Corrupt("x"), Status.Code.DATA_LOSS, "x"),
        new Row(new Unavailable("x"), Status.Code.UNAVAILABLE, "x"),
        new Row(new ResourceExhausted("x"), Status.Code.RESOURCE_EXHAUSTED, "x"),
        new Row(new Aborted("x"), Status.Code.ABORTED, "x"),
        new Row(new Unsupported("x"), Status.Code.UNIMPLEMENTED, "x"),
        new Row(new Cancelled("x", false), Status.Code.CANCELLED, "x"),
        new Row(new Cancelled("x", true), Status.Code.DEADLINE_EXCEEDED, "x"),
        new Row(new IoFailed("x", new IOException("y")), Status.Code.INTERNAL, "internal error"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void of_everyFailure_isItsStatus(Row row) {
    Status status = Statuses.of(row.failure());

    assertThat(status.getCode()).isEqualTo(row.code());
    assertThat(status.getDescription()).isEqualTo(row.description());
    assertThat(Statuses.ofAny(row.failure()).getCode()).isEqualTo(row.code());
  }

  @Test
  void table_holdsEveryFailureThereIs() {
    assertThat(table().<Class<?>>map(row -> row.failure().getClass()))
        .contains(DateiLagerException.class.getPermittedSubclasses());
  }

  @DisplayName("wire.md oddity 7, I23: what nobody planned for says nothing to the peer")
  @Test
  void ofAny_unplanned_isInternalWithoutDetails() {
    Status status = Statuses.ofAny(new IllegalStateException("password=hunter2"));

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(status.getDescription()).isEqualTo("internal error");
  }

  @Test
  void of_longMessage_isShortenedToFitAHeader() {
    assertThat(Statuses.of(new NotFound("x".repeat(100_000))).getDescription())
        .hasSize(1025)
        .endsWith("…");
  }
}
