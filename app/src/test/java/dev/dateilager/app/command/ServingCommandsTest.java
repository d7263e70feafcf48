package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.tracing.TracingSettings;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServingCommandsTest {
  private static final LogSettings QUIET = new LogSettings(LogLevel.ERROR, LogEncoding.CONSOLE);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  @Test
  void server_hasDefaults() {
    assertThat(CommandRun.requestOf("server"))
        .isEqualTo(
            new Request.RunServer(
                LogSettings.DEFAULT,
                5051,
                5052,
                new DatabaseChoice.Embedded(),
                true,
                Identity.MADE,
                DRAIN));
  }

  @Test
  void server_takesEverything() {
    assertThat(
            CommandRun.requestOf(
                ("server --port 0 --dburi postgres://u:p@h/d --cert c --key k --paseto t"
                        + " --accept-expired-tokens --no-migrate --tracing --healthz-port 7"
                        + " --data-dir d --drain 3s --log-level warn --log-encoding=json")
                    .split(" ")))
        .isEqualTo(
            new Request.RunServer(
                new LogSettings(
                    LogLevel.WARN, LogEncoding.JSON, new TracingSettings(true, Map.of())),
                0,
                7,
                new DatabaseChoice.Uri(new Secret("postgres://u:p@h/d")),
                false,
                new Identity(
                    Optional.of(Path.of("c")),
                    Optional.of(Path.of("k")),
                    Optional.of(Path.of("t")),
                    Optional.of(Path.of("d")),
                    true),
                Duration.ofSeconds(3)));
  }

  @Test
  void server_answersHealthOnThePortAfterItsOwn() {
    assertThat(healthPort("server", "--port", "6000")).isEqualTo(6001);
    assertThat(healthPort("server", "--port", "0")).isZero(); // two of them never collide
    assertThat(healthPort("server", "--port", "65535", "--healthz-port", "80")).isEqualTo(80);
    var run = new CommandRun();
    assertThat(run.execute("server", "--port", "65535")).isEqualTo(2);
    assertThat(run.err()).contains("--healthz-port");
  }

  private static int healthPort(String... args) {
    return ((Request.RunServer) CommandRun.requestOf(args)).healthPort();
  }

  @Test
  void database_isNotShownByTheRequest() {
    assertThat(CommandRun.requestOf("server", "--dburi", "postgres://u:hidden@h/d").toString())
        .doesNotContain("hidden");
  }

  @Test
  void migrate_takesTheDatabase() {
    assertThat(CommandRun.requestOf("server", "migrate", "--dburi", "postgres://h/d"))
        .isEqualTo(
            new Request.Migrate(
                LogSettings.DEFAULT,
                new DatabaseChoice.Uri(new Secret("postgres://h/d")),
                false,
                Optional.empty()));
    assertThat(CommandRun.requestOf("server migrate --plan --dburi-file f".split(" ")))
        .isEqualTo(
            new Request.Migrate(
                LogSettings.DEFAULT,
                new DatabaseChoice.UriFile(Path.of("f")),
                true,
                Optional.empty()));
  }

  @Test
  void transfers_takeADatabaseAndAFile() {
    assertThat(CommandRun.requestOf("server export --data-dir d f".split(" ")))
        .isEqualTo(
            new Request.Export(
                LogSettings.DEFAULT,
                new DatabaseChoice.Embedded(),
                Optional.of(Path.of("d")),
                Optional.of(Path.of("f")),
                Optional.empty()));
    assertThat(CommandRun.requestOf("server import --dburi-file u --output json -".split(" ")))
        .isEqualTo(
            new Request.Import(
                LogSettings.DEFAULT,
                new DatabaseChoice.UriFile(Path.of("u")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Output.JSON)));
  }

  @Test
  void cached_andCachedRunAreTheSame() {
    var expected =
        new Request.RunCached(
            LogSettings.DEFAULT,
            new Peer("up", 5051, Optional.empty(), Optional.empty()),
            5053,
            5054,
            Identity.MADE,
            Path.of("s"),
            Optional.empty(),
            LinkMode.AUTO,
            false,
            List.of(),
            Optional.empty(),
            new Retention(2, 256 << 20),
            16 << 20,
            DRAIN);

    assertThat(CommandRun.requestOf("cached --upstream-host up --staging-path s".split(" ")))
        .isEqualTo(expected);
    assertThat(CommandRun.requestOf("cached run --upstream-host up --staging-path s".split(" ")))
        .isEqualTo(expected);
  }

  @Test
  void cached_takesEverything() {
    assertThat(
            CommandRun.requestOf(
                ("cached --upstream-host up --upstream-port 1 --headless-host hh --ca-cert ca"
                        + " --port 2 --healthz-port 3 --staging-path s --cache-version 4"
                        + " --link-mode link --strict --allow-root /a --allow-root /b/"
                        + " --socket /c.sock --keep 3 --min-free-mib 7"
                        + " --scrub-mib-per-second 0 --drain 5s")
                    .split(" ")))
        .isEqualTo(
            new Request.RunCached(
                LogSettings.DEFAULT,
                new Peer("up", 1, Optional.of("hh"), Optional.of(Path.of("ca"))),
                2,
                3,
                Identity.MADE,
                Path.of("s"),
                Optional.of(new CacheVersion(4)),
                LinkMode.LINK,
                true,
                List.of(new NodePath("/a"), new NodePath("/b")),
                Optional.of("/c.sock"),
                new Retention(3, 7 << 20),
                0,
                Duration.ofSeconds(5)));
  }

  @Test
  void token_commandsTakeTheirFiles() {
    assertThat(CommandRun.requestOf("token keygen --private k --public p".split(" ")))
        .isEqualTo(
            new Request.MakeTokenKeys(
                LogSettings.DEFAULT, Path.of("k"), Path.of("p"), Optional.empty()));
    assertThat(CommandRun.requestOf("token sign --key k --sub 7 --exp 30d --aud x".split(" ")))
        .isEqualTo(
            new Request.SignToken(
                LogSettings.DEFAULT,
                Path.of("k"),
                new Role.Project(new ProjectId(7)),
                Optional.of(Duration.ofDays(30)),
                Optional.of("x"),
                Optional.empty()));
    assertThat(CommandRun.requestOf("token sign --key k --sub admin --exp none".split(" ")))
        .isEqualTo(
            new Request.SignToken(
                LogSettings.DEFAULT,
                Path.of("k"),
                new Role.Admin(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(CommandRun.requestOf("token inspect --file f --paseto p".split(" ")))
        .isEqualTo(
            new Request.InspectToken(
                LogSettings.DEFAULT,
                Optional.empty(),
                Optional.of(Path.of("f")),
                Optional.of(Path.of("p")),
                Optional.empty()));
  }

  @Test
  void demo_takesADirectory() {
    assertThat(CommandRun.requestOf("demo"))
        .isEqualTo(new Request.RunDemo(QUIET, Optional.empty(), Optional.empty(), false, false));
    assertThat(CommandRun.requestOf("demo d --keep --output json --work-dir w".split(" ")))
        .isEqualTo(
            new Request.RunDemo(
                QUIET, Optional.of(Path.of("d")), Optional.of(Path.of("w")), true, true));
  }
}
