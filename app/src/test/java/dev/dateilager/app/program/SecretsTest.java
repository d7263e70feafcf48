package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.command.DateiLagerCommand;
import dev.dateilager.app.config.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that fail over a secret, with all that they can be made to say. */
@Timeout(120)
@DisplayName("I23: no token, key or password is in any line, whatever goes wrong")
final class SecretsTest {
  private static final String CANARY = "CaNaRy0123456789";

  @TempDir private Path dir;

  /**
   * A command that must fail.
   *
   * @param variables around it
   * @param args of it; {@code FILE} stands for a file that holds the secret
   */
  record Failing(String name, Map<String, String> variables, List<String> args) {
    static Failing of(String name, Map<String, String> variables, String args) {
      return new Failing(name, variables, List.of(args.split(" ", -1)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Failing> failing() {
    String client = "client get --project 1 --host 127.0.0.1 --port 1";
    return Stream.of(
        Failing.of(
            "password in the database's URI",
            Map.of("DL_ENV", "dev", "PGPASSWORD", CANARY),
            "server --port 0 --data-dir DIR --dburi postgres://dl:" + CANARY + "@127.0.0.1:1/dl"),
        Failing.of(
            "password in a malformed URI",
            Map.of("DL_ENV", "dev"),
            "server --port 0 --data-dir DIR --dburi postgres://dl:" + CANARY + "@[::/dl?x=%zz"),
        Failing.of("token for nobody", Map.of("DL_TOKEN", "v2.public." + CANARY), client),
        Failing.of("token that is none", Map.of("DL_TOKEN", CANARY), client),
        Failing.of("token with a line break", Map.of("DL_TOKEN", CANARY + "\n" + CANARY), client),
        Failing.of("token file", Map.of("DL_TOKEN_FILE", "FILE"), client),
        Failing.of(
            "private key of TLS",
            Map.of(),
            "server --port 0 --data-dir DIR --cert FILE --key FILE --paseto FILE"),
        Failing.of("key of tokens", Map.of(), "token sign --sub admin --exp none --key FILE"),
        Failing.of("token to look at", Map.of(), "token inspect v2.public." + CANARY),
        Failing.of(
            "headers of a collector",
            Map.of(
                "DL_TOKEN",
                "x",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=" + CANARY + ",no-value",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "ftp://u:" + CANARY + "@h"),
            client + " --tracing"));
  }

  @AfterEach
  void forgetTheLog() {
    LogManager.getLogManager().reset();
  }

  @ParameterizedTest
  @MethodSource("failing")
  void failure_saysNoSecret(Failing failing) throws Exception {
    boolean waits = failing.args().contains("server"); // for the database, 10 s
    for (String encoding : waits ? List.of("json") : List.of("console", "json")) {
      Path file =
          Files.writeString(
              dir.resolve("secret"),
              "-----BEGIN PRIVATE KEY-----\n" + CANARY + "\n-----END PRIVATE KEY-----\n");
      var args = new ArrayList<String>();
      for (String arg : failing.args()) {
        args.add(arg.replace("FILE", file.toString()).replace("DIR", dir.toString()));
      }
      args.addAll(List.of("--log-level", "debug", "--log-encoding", encoding, "--stacktrace"));
      var variables = new HashMap<String, String>();
      failing
          .variables()
          .forEach((name, value) -> variables.put(name, value.replace("FILE", file.toString())));

      Run run = run(variables, args);

      assertThat(run.status()).as(run.said()).isNotZero();
      assertThat(run.said()).isNotBlank().doesNotContain(CANARY);
    }
  }

  private record Run(int status, String said) {}

  private Run run(Map<String, String> variables, List<String> args) {
    var said = new StringWriter();
    var writer = new PrintWriter(said, true);
    int status =
        DateiLagerCommand.commandLine(
                new Programs(
                    new Surroundings(variables, dir, false),
                    new ByteArrayInputStream(CANARY.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    InstantSource.system()))
            .setOut(writer)
            .setErr(writer)
            .execute(args.toArray(String[]::new));
    return new Run(status, said.toString());
  }
}
