package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.archive.S2SummaryCodec;
import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands refuse, and how they say so: one line and the status of its kind. */
final class RefusalsIT extends WithServer {
  /**
   * A command that must fail.
   *
   * @param name what is wrong
   * @param token what stands in {@code DL_TOKEN}
   * @param status the exit status that says so
   * @param says part of the one line
   * @param args of the client
   */
  record Wrong(String name, String token, int status, String says, List<String> args) {
    static Wrong token(String name, String token, String says) {
      return new Wrong(name, token, 6, says, List.of("get", "--project", "1"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Wrong> wrong() {
    return Stream.of(
        new Wrong("no token", "", 5, "set DL_TOKEN", List.of("get", "--project", "1")),
        Wrong.token("malformed token", "hello", "v2.public"),
        Wrong.token("foreign token", foreign(), "not signed by a known key"),
        new Wrong("token of a reader", "shared-reader", 6, "", List.of("new", "--id", "99")),
        new Wrong(
            "missing project",
            "admin",
            3,
            "4711",
            List.of("rebuild", "--project", "4711", "--dir", "nowhere")),
        new Wrong(
            "missing template",
            "admin",
            3,
            "4711",
            List.of("new", "--id", "99", "--template", "4711")),
        new Wrong(
            "bad pattern", "admin", 7, "RE2", List.of("new", "--id", "99", "--patterns", "(")),
        new Wrong(
            "bad glob",
            "admin",
            7,
            "",
            List.of("rebuild", "--project", "1", "--dir", "x", "--matchinclude", "[")));
  }

  /** Signed by the published development key, which this server does not know. */
  private static String foreign() {
    return "v2.public.eyJzdWIiOiJhZG1pbiJ9yt40HNkcyOUtDeFa_WPS6vi0WiE4zWngDGJLh17TuYvssTudCbOdQEkV"
        + "DRD-mSNTXLgSRDXUkO-AaEr4ZLO4BQ";
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Wrong wrong) throws Exception {
    Cli cli =
        switch (wrong.token()) {
          case "admin", "shared-reader" -> as(wrong.token());
          default -> plain.with("DL_TOKEN", wrong.token());
        };

    Cli.Result result = call(cli, wrong.args().toArray(String[]::new));

    assertRefused(result, wrong.status(), wrong.says());
    if (wrong.token().length() > 15) {
      assertThat(result.err()).doesNotContain(wrong.token().substring(0, 15)); // I23
    }
  }

  @Test
  void expiredToken_isRefused() throws Exception {
    var key = TokenKeys.readPrivate(Files.readString(data.resolve("tokens/paseto.key")));
    var claims =
        new TokenClaims(
            Optional.of("admin"),
            Optional.empty(),
            Optional.of(Instant.parse("2000-01-01T00:00:00Z")),
            Optional.empty(),
            Optional.empty());
    String expired = new PasetoSigner(key).sign(claims, Optional.empty());

    assertRefused(
        call(plain.with("DL_TOKEN", expired), "get", "--project", "1"), 6, "token has expired");
  }

  @Test
  void target_thatCannotBeWritten_isRefused() throws Exception {
    String project = newProject();
    Path source = dir.resolve("unwritable-source");
    write(source.resolve("a"), "a");
    admin("update", "--project", project, "--dir", source.toString());

    Cli.Result result =
        call(as("admin"), "rebuild", "--project", project, "--dir", "/proc/no/where");

    assertThat(result.status()).isPositive();
    assertRefused(result, result.status(), "/proc/no");
  }

  @Test
  void target_thatIsAFile_isRefused() throws Exception {
    String project = newProject();
    Path file = write(dir.resolve("target-file"), "mine");

    assertRefused(
        call(as("admin"), "rebuild", "--project", project, "--dir", file.toString()),
        8,
        "target-file");
    assertThat(file).hasContent("mine");
  }

  @Test
  void summary_thatWouldFillTheHeap_isRefusedByAnUpdateAndMadeAnewByARebuild() throws Exception {
    String project = newProject();
    Path source = dir.resolve("bomb-source");
    write(source.resolve("a"), "a");
    admin("update", "--project", project, "--dir", source.toString());
    var target = dir.resolve("bomb").toString();
    var bomb = dir.resolve("bomb/.dl/sum.s2");
    admin("rebuild", "--project", project, "--dir", target);
    byte[] sound = Files.readAllBytes(bomb);
    var entry = new SummaryEntry("a", new FileMode(0644), 0, 0, 0, Optional.empty());
    var entries = new Summary(1, Collections.nCopies(5_000_000, entry));
    Files.write(bomb, new S2SummaryCodec(1).encode(entries).toByteArray());
    assertThat(Files.size(bomb)).isLessThan(1 << 20);
    Cli small = as("admin").withJava("-Xmx40m");

    assertRefused(
        call(small, "update", "--project", project, "--dir", target),
        11,
        "'.dl/sum.s2' cannot be used: ");

    write(source.resolve("b"), "b");
    admin("update", "--project", project, "--dir", source.toString());
    Cli.Result rebuilt = call(small, "rebuild", "--project", project, "--dir", target);
    assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
    assertThat(Files.size(bomb)).isBetween((long) sound.length, 10L * sound.length);
  }

  @Test
  void unknownAuthority_isRefused() throws Exception {
    Cli.Result result =
        as("admin")
            .run(
                "client",
                "get",
                "--project",
                "1",
                "--host",
                "localhost",
                "--port",
                server.number("dl.port"));

    assertRefused(result, 10, "");
  }

  @Test
  void nobodyThere_isUnavailable() throws Exception {
    Cli.Result result =
        as("admin").run("client", "get", "--project", "1", "--host", "localhost", "--port", "1");

    assertRefused(result, 10, "");
  }

  @Test
  void unknownCacheVersion_endsTheDaemon() throws Exception {
    Cli.Result result =
        as("shared-reader")
            .with("DL_ENV", "test")
            .run(
                "cached",
                "--upstream-host",
                "localhost",
                "--upstream-port",
                server.number("dl.port"),
                "--ca-cert",
                certificate("server").toString(),
                "--data-dir",
                data.toString(),
                "--staging-path",
                dir.resolve("no-such-version").toString(),
                "--socket",
                "",
                "--port",
                "0",
                "--healthz-port",
                "0",
                "--cache-version",
                "4711");

    assertRefused(result, 3, "4711");
  }

  @Test
  void production_makesNothingForItself() throws Exception {
    Path fresh = dir.resolve("production");

    Cli.Result result = plain.run("server", "--port", "0", "--data-dir", fresh.toString());

    assertRefused(result, 7, "--cert, --key and --paseto");
    assertThat(fresh).doesNotExist();
  }
}
