package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of settings, and what {@code config show} tells of them. */
final class DefaultsTest {
  @TempDir private Path home;

  private final RecordingRunner runner = new RecordingRunner();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path settings(String... lines) throws Exception {
    Path file = home.resolve(".config/dateilager/dateilager.properties");
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }

  private int run(Map<String, String> variables, String line) {
    return DateiLagerCommand.commandLine(
            runner, Defaults.of(new Surroundings(variables, home, false)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.split(" "));
  }

  private Request.CallPeer call() {
    assertThat(runner.requests).as(err.toString()).hasSize(1);
    return (Request.CallPeer) runner.requests.getFirst();
  }

  @Test
  void flagsThatAreNotGiven_comeFromTheFile() throws Exception {
    settings("client.host = dl.example", "client.port=6000", "log-level: warn");

    assertThat(run(Map.of(), "client list --port 7000")).isZero();

    assertThat(call().peer().host()).isEqualTo("dl.example");
    assertThat(call().peer().port()).isEqualTo(7000);
    assertThat(call().logs().level()).isEqualTo(LogLevel.WARN);
  }

  @Test
  void flagsBeforeTheCommand_goBeforeTheFile_too() throws Exception {
    settings("client.host = dl.example", "log-level = warn");

    assertThat(run(Map.of(), "--log-level error client --host h list")).isZero();

    assertThat(call().peer().host()).isEqualTo("h");
    assertThat(call().logs().level()).isEqualTo(LogLevel.ERROR);
  }

  @Test
  void valuesOfTheFile_areCheckedAsFlagsAre() throws Exception {
    settings("client.port = many");

    assertThat(run(Map.of(), "client list --host h")).isEqualTo(2);

    assertThat(err.toString()).contains("'many' is not a whole number");
    assertThat(runner.requests).isEmpty();
  }

  @Test
  void unknownSettings_areRefused_butHelpIsNot() throws Exception {
    Path file = settings("client.hots = h", "host = h");

    assertThat(run(Map.of(), "client list --host h")).isEqualTo(2);
    assertThat(err.toString()).contains(file.toString()).contains("client.hots, host");
    assertThat(runner.requests).isEmpty();
    assertThat(run(Map.of(), "client list --help")).isZero();
  }

  @Test
  void file_isTheOneThatIsNamed() throws Exception {
    settings("client.host = other");
    Path named = Files.writeString(home.resolve("mine"), "client.host = mine\n");

    assertThat(run(Map.of("DATEILAGER_CONFIG", named.toString()), "client list")).isZero();

    assertThat(call().peer().host()).isEqualTo("mine");
    assertThat(run(Map.of("DATEILAGER_CONFIG", "/nowhere"), "client list --host h")).isEqualTo(2);
    assertThat(err.toString()).contains("'/nowhere'").contains("does not exist");
  }

  @Test
  void config_showsWhereEachFlagComesFrom() throws Exception {
    Path file = settings("client.host = dl.example");

    assertThat(run(Map.of(), "config show --origin client rebuild --project 1 --log-encoding json"))
        .isZero();

    assertThat(runner.requests)
        .singleElement()
        .isInstanceOfSatisfying(
            Request.ShowConfig.class,
            show -> {
              assertThat(show.origins()).isTrue();
              assertThat(show.logs().encoding().label()).isEqualTo("console");
              assertThat(show.flags())
                  .contains(
                      new Setting("--project", "1", "flag"),
                      new Setting("--log-encoding", "json", "flag"),
                      new Setting("--host", "dl.example", "file " + file),
                      new Setting("--port", "5051", "default"),
                      new Setting("--stacktrace", "false", "default"));
            });
  }

  @Test
  void config_hidesPasswords() {
    assertThat(
            run(
                Map.of(),
                "config show server --dburi postgres://dl:secret@db/dl?sslmode=no&password=other"))
        .isZero();

    assertThat(runner.requests.getFirst().toString())
        .contains("postgres://dl:***@db/dl?sslmode=no&password=***")
        .doesNotContain("secret")
        .doesNotContain("other");
  }

  @Test
  void config_ofACommandThatMakesNoSense_isAUsageError() {
    assertThat(run(Map.of(), "config show client rebuild --project one")).isEqualTo(2);
    assertThat(run(Map.of(), "config show nothing")).isEqualTo(2);
    assertThat(run(Map.of(), "config")).isEqualTo(2);
    assertThat(runner.requests).isEmpty();
  }
}
