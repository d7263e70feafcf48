package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Go programs' names, flags, defaults and ends (cli.md §1–§5). */
final class DropInTest {
  private final RecordingRunner runner = new RecordingRunner();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String name, String... args) {
    return run(name, Map.of("DL_ENV", "test"), args);
  }

  private int run(String name, Map<String, String> variables, String... args) {
    return DropIn.named(name)
        .orElseThrow()
        .execute(
            runner,
            new Surroundings(variables, Path.of("/home/user"), false),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            args);
  }

  private Request only() {
    assertThat(runner.requests).as(err.toString()).hasSize(1);
    return runner.requests.getFirst();
  }

  @Test
  void client_takesTheLineOfTheJavaScriptClient() {
    assertThat(
            run(
                "client",
                "rebuild",
                "--host",
                "h",
                "--port",
                "5051",
                "--log-encoding",
                "json",
                "--timeout",
                "25",
                "--project",
                "1",
                "--dir",
                "d",
                "--to",
                "2",
                "--ignores",
                "",
                "--summarize=false",
                "--subpaths="))
        .isZero();

    assertThat(only())
        .isInstanceOfSatisfying(
            Request.CallPeer.class,
            call -> {
              assertThat(call.timeout()).contains(Duration.ofMillis(25));
              assertThat(call.output()).isEmpty();
              assertThat(call.logs().level()).isEqualTo(LogLevel.DEBUG); // the Go client's default
              assertThat(call.call())
                  .isInstanceOfSatisfying(
                      ClientCall.Rebuild.class,
                      rebuild -> {
                        assertThat(rebuild.summarize()).isFalse();
                        assertThat(rebuild.query().ignores()).isEmpty();
                        assertThat(rebuild.to()).hasValue(2);
                      });
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get --host h --project 1 --log-level info",
        "--log-level info get --host h --project 1",
        "--host=h --log-level=info get --project=1"
      })
  void client_takesWhatIsGivenRatherThanItsDefault(String line) {
    assertThat(run("client", line.split(" "))).isZero();

    assertThat(only().logs().level()).isEqualTo(LogLevel.INFO);
  }

  @Test
  void server_hasTheDefaultsOfTheGoServer() {
    assertThat(run("server", "--profile", "cpu.pb", "--memprofile=")).isZero();

    assertThat(only())
        .isInstanceOfSatisfying(
            Request.RunServer.class,
            serve -> {
              assertThat(serve.port()).isEqualTo(5051);
              assertThat(serve.database())
                  .isEqualTo(
                      new DatabaseChoice.Uri(new Secret("postgres://postgres@127.0.0.1:5432/dl")));
              assertThat(serve.identity().certificate())
                  .contains(Path.of("development/server.crt"));
              assertThat(serve.identity().key()).contains(Path.of("development/server.key"));
              assertThat(serve.identity().tokenKeys()).contains(Path.of("development/paseto.pub"));
              assertThat(serve.logs().level()).isEqualTo(LogLevel.DEBUG);
            });
  }

  @Test
  void server_takesItsFlags() {
    assertThat(
            run(
                "server",
                "--port",
                "6000",
                "--dburi",
                "postgres://a@b/c",
                "--cert",
                "c",
                "--key=k",
                "--paseto",
                "p",
                "--log-level",
                "warn"))
        .isZero();

    assertThat(only())
        .isInstanceOfSatisfying(
            Request.RunServer.class,
            serve -> {
              assertThat(serve.port()).isEqualTo(6000);
              assertThat(serve.database())
                  .isEqualTo(new DatabaseChoice.Uri(new Secret("postgres://a@b/c")));
              assertThat(serve.identity().certificate()).contains(Path.of("c"));
              assertThat(serve.identity().key()).contains(Path.of("k"));
              assertThat(serve.logs().level()).isEqualTo(LogLevel.WARN);
            });
  }

  @Test
  void cached_isTheOneOfRelease0Dot8() {
    assertThat(
            run("cached", "--staging-path", "s", "--timeout", "5", "--profile=x", "--csi-socket="))
        .isZero();

    assertThat(only())
        .isInstanceOfSatisfying(
            Request.RunCached.class,
            serve -> {
              assertThat(serve.port()).isEqualTo(5053);
              assertThat(serve.upstream().host()).isEqualTo("localhost");
              assertThat(serve.upstream().port()).isEqualTo(5051);
              assertThat(serve.staging()).isEqualTo(Path.of("s"));
              assertThat(serve.identity().tokenKeys()).contains(Path.of("development/paseto.pub"));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prepare",
        "server --csi-socket unix:///csi/csi.sock",
        "--upstream-host h server",
        "--upstream-host=h prepare",
        "--staging-path s --base-pv /dev/sdb",
        "--staging-path s --base-lv-format=ext4",
        "--staging-path s --cache-uid 1000",
        "--staging-path s --thinpool-pv-globs=/dev/nvme*",
        "--staging-path s --csi-socket unix:///csi/csi.sock"
      })
  void cached_endsWithAMessageForFlagsOfOtherReleases(String line) {
    assertThat(run("cached", line.split(" "))).isEqualTo(1);

    assertThat(runner.requests).isEmpty();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).singleElement().asString().contains("leave");
  }

  @Test
  void cached_takesAValueThatLooksLikeACommand() {
    assertThat(run("cached", "--staging-path", "server")).isZero();

    assertThat(only())
        .isInstanceOfSatisfying(
            Request.RunCached.class,
            serve -> assertThat(serve.staging()).isEqualTo(Path.of("server")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "cached --staging-path s"})
  void services_doNotStartWithoutAnEnvironment(String line) {
    String[] words = line.split(" ", -1);
    String[] args = Arrays.copyOfRange(words, 1, words.length);

    assertThat(run(words[0], Map.of(), args)).isEqualTo(1);

    assertThat(runner.requests).isEmpty();
    assertThat(err.toString()).contains("server failed").contains("DL_ENV is not set");
  }

  @Test
  void failures_areOneLineOfTheLogAndStatusOne() {
    runner.failure = Optional.of(new NotFound("project 1 does not exist"));

    assertThat(run("client", "inspect", "--host", "h", "--project", "1")).isEqualTo(1);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("\tfatal\tclient\tcommand failed\t{\"error\":\"project 1 does not exist\"}");
  }

  @Test
  void failures_inJsonAreOneObject() {
    runner.failure = Optional.of(new Cancelled("deadline", true));

    assertThat(run("client", "inspect", "--host", "h", "--project", "1", "--log-encoding", "json"))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("{\"level\":\"fatal\",")
        .contains("\"msg\":\"command failed\"")
        .contains("context deadline exceeded");
  }

  @Test
  void flagErrors_showTheUsage_missingFlagsDoNot() {
    assertThat(run("client", "get", "--host", "h", "--project", "one")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: ")
        .contains("Usage: ")
        .contains("\tfatal\tclient\tcommand failed\t");
    err.getBuffer().setLength(0);

    assertThat(run("client", "get", "--project", "1")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("required flag(s) \\\"host\\\" not set");
    assertThat(run("client", "get")).isEqualTo(1); // the host is looked for first
    assertThat(err.toString()).doesNotContain("project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server", "cached"})
  void version_isInTheWordsOfTheGoProgram(String name) {
    assertThat(run(name, Map.of(), "--version")).isZero();
    assertThat(run(name, Map.of(), "-v")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.matches(name + " version \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
  }

  @Test
  void client_withoutACommandExplainsItself() {
    assertThat(run("client")).isZero();
    assertThat(run("client", "--host", "h")).isZero();
    assertThat(out.toString()).contains("Usage: ").contains("rebuild");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void otherNames_areNone() {
    assertThat(DropIn.named("")).isEmpty();
    assertThat(DropIn.named("dateilager")).isEmpty();
  }
}
