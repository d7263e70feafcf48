package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DateiLagerCommandTest {
  private final CommandRun run = new CommandRun();

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v", "server --version", "cached -v", "client --version"})
  void version_isTheBuildsOwn(String line) {
    assertThat(run.execute(line.split(" "))).isZero();
    assertThat(run.out()).matches("dateilager \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    assertThat(run.err()).isEmpty();
    assertThat(run.runner.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "demo --help",
        "server --help",
        "server migrate --help",
        "cached --help",
        "cached run --help",
        "client --help",
        "client new --help",
        "client update --help",
        "client get --help",
        "client rebuild -h",
        "client getcache --help",
        "client getcached --help",
        "client cache create --help",
        "client cache list --help",
        "token --help",
        "token keygen --help",
        "token sign --help",
        "token inspect --help"
      })
  void help_goesToStandardOutputAndRunsNothing(String line) {
    assertThat(run.execute(line.split(" "))).isZero();
    assertThat(run.out()).startsWith("Usage: dateilager");
    assertThat(run.err()).isEmpty();
    assertThat(run.runner.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client", "token", "client cache"})
  void noCommand_isAUsageError(String line) {
    assertThat(run.execute(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            dateilager: missing command
            Try 'dateilager%s --help'.
            """
                .formatted(line.isEmpty() ? "" : " " + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --output yaml",
        "demo one two",
        "server --port 65536",
        "server --port x",
        "server --cert c",
        "server --log-level loud",
        "server --log-encoding xml",
        "server --drain -1s",
        "server --unknown",
        "server migrate",
        "cached --staging-path s",
        "cached --upstream-host h",
        "cached --upstream-host h --staging-path s --cache-version -2",
        "cached --upstream-host h --staging-path s --link-mode soft",
        "cached --upstream-host h --staging-path s --allow-root relative",
        "cached --upstream-host h --staging-path s --upstream-port 0",
        "client get --host h --project 1 --port 0",
        "client new --id 1",
        "client new --host h",
        "client rebuild --host h",
        "client rebuild --host h --project one",
        "client rebuild --host h --project 1 --summarize=maybe",
        "client rebuild --host h --project 1 --timeout -1",
        "client update --host h --project 1 --subpaths \"a",
        "client getcache --host h",
        "client getcached --host h",
        "client cache create --host h --max-packs 0",
        "client cache create --host h --max-packs 100001",
        "token sign --key k --sub nobody --exp none",
        "token sign --key k --sub -1 --exp none",
        "token sign --key k --sub 1",
        "token sign --key k --sub 1 --exp 0s",
        "token sign --key k --sub 1 --exp soon",
        "token keygen --private k",
        "token inspect t --file f"
      })
  void whatMakesNoSense_isAUsageErrorInTwoLines(String line) {
    assertThat(run.execute(line.split(" "))).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("dateilager: ").contains("Try 'dateilager ");
    assertThat(run.runner.requests).isEmpty();
  }

  @Test
  void usageError_inJsonIsOneLineOfTheLog() {
    assertThat(run.execute("client", "rebuild", "--host", "h", "--log-encoding", "json"))
        .isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("{\"level\":\"fatal\",\"ts\":\"")
        .contains("\"msg\":\"command failed\"")
        .contains("required flag(s) \\\"project\\\" not set");
  }
}
