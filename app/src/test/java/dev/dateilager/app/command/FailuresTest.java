package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FailuresTest {
  record Case(Exception failure, int status, String line) {}

  static Stream<Case> failures() {
    return Stream.of(
        new Case(new DateiLagerException.NotFound("no project 1"), 3, "no project 1"),
        new Case(new DateiLagerException.AlreadyExists("project 1 exists"), 4, "project 1 exists"),
        new Case(new DateiLagerException.Unauthenticated("no token"), 5, "no token"),
        new Case(new DateiLagerException.PermissionDenied("refused"), 6, "refused"),
        new Case(new DateiLagerException.InvalidArgument("wrong"), 7, "wrong"),
        new Case(new DateiLagerException.FailedPrecondition("not now"), 8, "not now"),
        new Case(new DateiLagerException.Corrupt("damaged"), 9, "damaged"),
        new Case(new DateiLagerException.Unavailable("nobody there"), 10, "nobody there"),
        new Case(new DateiLagerException.ResourceExhausted("full"), 11, "full"),
        new Case(new DateiLagerException.Aborted("overtaken"), 12, "overtaken"),
        new Case(new DateiLagerException.Unsupported("not here"), 13, "not here"),
        new Case(new DateiLagerException.Cancelled("gone", false), 130, "gone"),
        new Case(
            new DateiLagerException.Cancelled("rebuild", true),
            14,
            "context deadline exceeded: rebuild"),
        new Case(
            new DateiLagerException.IoFailed("cannot write", new IOException()),
            15,
            "cannot write"),
        new Case(new InterruptedException(), 130, "interrupted"),
        new Case(
            new IllegalStateException("bug"),
            1,
            "unexpected failure, please report it with --stacktrace:"
                + " java.lang.IllegalStateException: bug"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_isOneLineAndAStatus(Case given) {
    var run = new CommandRun();
    run.runner.failure = Optional.of(given.failure());

    assertThat(run.execute("server")).isEqualTo(given.status());
    assertThat(run.err()).isEqualTo("dateilager: " + given.line() + "\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void failure_inJsonIsOneLineOfTheLog() {
    var run = new CommandRun();
    run.runner.failure = Optional.of(new DateiLagerException.Cancelled("x", true));

    run.execute("client", "cache", "list", "--host", "h", "--log-encoding=json");

    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("{\"level\":\"fatal\",")
        .endsWith("\"msg\":\"command failed\",\"error\":\"context deadline exceeded: x\"}");
  }

  @Test
  void stackTrace_isShownOnRequestAlone() {
    var run = new CommandRun();
    run.runner.failure = Optional.of(new DateiLagerException.NotFound("x"));

    run.execute("server", "--stacktrace");

    assertThat(run.err()).contains("\tat dev.dateilager");
  }

  @Test
  void line_cannotBeForgedByAName() {
    var run = new CommandRun();
    run.runner.failure = Optional.of(new DateiLagerException.NotFound("a\nb"));

    run.execute("server");

    assertThat(run.err()).isEqualTo("dateilager: a\\nb\n");
  }

  @Test
  void status_ofTheRunnerIsTheProcesss() {
    var run = new CommandRun();
    run.runner.status = 1;

    assertThat(run.execute("demo")).isEqualTo(1);
  }
}
