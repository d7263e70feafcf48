package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FailuresTest {
  record Row(Code code, Class<? extends DateiLagerException> failure, String message) {
    @Override
    public String toString() {
      return code + " is " + failure.getSimpleName();
    }
  }

  static Stream<Row> table() {
    return Stream.of(
        new Row(Code.CANCELLED, Cancelled.class, "x"),
        new Row(Code.DEADLINE_EXCEEDED, Cancelled.class, "context deadline exceeded: x"),
        new Row(Code.NOT_FOUND, NotFound.class, "x"),
        new Row(Code.ALREADY_EXISTS, AlreadyExists.class, "x"),
        new Row(Code.PERMISSION_DENIED, PermissionDenied.class, "x"),
        new Row(Code.UNAUTHENTICATED, Unauthenticated.class, "x"),
        new Row(Code.INVALID_ARGUMENT, InvalidArgument.class, "x"),
        new Row(Code.OUT_OF_RANGE, InvalidArgument.class, "x"),
        new Row(Code.FAILED_PRECONDITION, FailedPrecondition.class, "x"),
        new Row(Code.RESOURCE_EXHAUSTED, ResourceExhausted.class, "x"),
        new Row(Code.ABORTED, Aborted.class, "x"),
        new Row(Code.UNIMPLEMENTED, Unsupported.class, "x"),
        new Row(Code.DATA_LOSS, Corrupt.class, "x"),
        new Row(Code.UNAVAILABLE, Unavailable.class, "UNAVAILABLE: x"),
        new Row(Code.INTERNAL, Unavailable.class, "INTERNAL: x"),
        new Row(Code.UNKNOWN, Unavailable.class, "UNKNOWN: x"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void of_everyCode_isItsFailure(Row row) {
    assertThat(Failures.of(row.code().toStatus().withDescription("x")))
        .isExactlyInstanceOf(row.failure())
        .hasMessage(row.message());
  }

  @Test
  void table_holdsEveryCodeButOk() {
    assertThat(table().map(Row::code)).hasSameElementsAs(EnumSet.complementOf(EnumSet.of(Code.OK)));
    assertThatIllegalArgumentException().isThrownBy(() -> Failures.of(Status.OK));
  }

  @Test
  void of_aDeadline_saysSo() {
    var late = (Cancelled) Failures.of(Status.DEADLINE_EXCEEDED);
    var cancelled = (Cancelled) Failures.of(Status.CANCELLED);

    assertThat(late.deadlinePassed()).isTrue();
    assertThat(cancelled.deadlinePassed()).isFalse();
  }

  @Test
  void of_aStatusWithoutWords_namesItsCode() {
    assertThat(Failures.of(Status.NOT_FOUND)).hasMessage("NOT_FOUND");
  }

  @Test
  void of_aConnectionThatFailed_tellsTheReason() {
    assertThat(
            Failures.of(
                Status.UNAVAILABLE
                    .withDescription("io exception")
                    .withCause(new IOException("connection refused"))))
        .hasMessage("UNAVAILABLE: io exception: connection refused");
  }

  @DisplayName("a server's words cannot move the terminal's cursor")
  @Test
  void of_controlCharacters_areReplaced() {
    assertThat(Failures.of(Status.NOT_FOUND.withDescription("a\u001b[2J\nb")))
        .hasMessage("a?[2J?b");
  }
}
