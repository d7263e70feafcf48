package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own for all tests of a class, and clients of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
@SuppressWarnings("NullAway.Init") // JUnit calls startServer before any test
abstract class WithServer {
  @TempDir static Path dir;

  Cli plain;
  Daemon server;
  Path data;
  private int projects = 1;

  @BeforeAll
  void startServer() throws Exception {
    plain = new Cli(Files.createDirectory(dir.resolve("scratch")));
    data = dir.resolve("data");
    var args =
        new ArrayList<>(
            List.of(
                "server", "--port", "0", "--data-dir", data.toString(), "--log-encoding", "json"));
    args.addAll(serverOptions());
    server = Daemon.start(around(plain.with("DL_ENV", "test")), dir, args.toArray(String[]::new));
  }

  /** What surrounds the server. */
  Cli around(Cli cli) throws Exception {
    return cli;
  }

  /** Further options of the server. */
  List<String> serverOptions() {
    return List.of();
  }

  @AfterAll
  void stopServer() throws Exception {
    assertThat(server.terminate()).isZero();
    assertThat(server.log())
        .contains("\"msg\":\"server stopped\"")
        .doesNotContain("v2.public.") // I23
        .doesNotContain("\"stacktrace\":"); // nothing that the program did not foresee
    assertThat(server.log().lines()).allMatch(line -> line.startsWith("{\"level\":\""));
  }

  /**
   * A daemon that keeps its store in {@code node/store}, of the server at a port.
   *
   * @param more options
   */
  final Daemon startCached(Path node, String port, String... more) throws Exception {
    var args =
        new ArrayList<>(
            List.of(
                "cached",
                "--upstream-host",
                "localhost",
                "--upstream-port",
                port,
                "--ca-cert",
                certificate("server").toString(),
                "--data-dir",
                data.toString(),
                "--staging-path",
                node.resolve("store").toString(),
                "--port",
                "0",
                "--healthz-port",
                "0",
                "--log-encoding",
                "json"));
    args.addAll(List.of(more));
    return Daemon.start(
        as("shared-reader").with("DL_ENV", "test"), dir, args.toArray(String[]::new));
  }

  final Path token(String name) {
    return data.resolve("tokens").resolve(name + ".token");
  }

  final Cli as(String name) {
    return plain.with("DL_TOKEN_FILE", token(name).toString());
  }

  final String[] client(String port, String process, String... args) {
    var all = new ArrayList<>(List.of("client"));
    all.addAll(List.of(args));
    all.addAll(
        List.of(
            "--host", "localhost", "--port", port, "--ca-cert", certificate(process).toString()));
    return all.toArray(String[]::new);
  }

  final Path certificate(String process) {
    return data.resolve("tls").resolve(process).resolve("tls-cert.pem");
  }

  final Cli.Result call(Cli cli, String... args) throws Exception {
    return cli.run(client(server.number("dl.port"), "server", args));
  }

  final Cli.Result admin(String... args) throws Exception {
    Cli.Result result = call(as("admin"), args);
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  final String newProject(String... options) throws Exception {
    String id = Integer.toString(projects++);
    var args = new ArrayList<>(List.of("new", "--id", id));
    args.addAll(List.of(options));
    assertThat(admin(args.toArray(String[]::new)).out()).isEmpty();
    return id;
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** One line that says what is wrong, no trace of the program's inside, the status of the kind. */
  static void assertRefused(Cli.Result result, int status, String says) {
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().filter(line -> line.startsWith("dateilager: ")))
        .as(result.err())
        .singleElement()
        .asString()
        .contains(says);
    assertThat(result.err()).doesNotContain("\tat ");
  }
}
