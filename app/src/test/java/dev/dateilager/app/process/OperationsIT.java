package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.grpc.SelfSignedCertificate;
import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server as in production, and what its operators do to it while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
@SuppressWarnings("NullAway.Init") // JUnit calls startServer before any test
final class OperationsIT {
  private static final KeyPair FIRST = TokenKeys.generate();
  private static final KeyPair SECOND = TokenKeys.generate();

  @TempDir static Path dir;

  private Cli cli;
  private Path data;
  private Path tls;
  private Path keys;
  private Daemon server;

  @BeforeAll
  void startServer() throws Exception {
    cli = new Cli(Files.createDirectory(dir.resolve("scratch")));
    data = dir.resolve("data");
    tls = Files.createDirectory(dir.resolve("tls"));
    SelfSignedCertificate.in(tls, Set.of(), InstantSource.system());
    keys = Files.writeString(dir.resolve("tokens.pub"), TokenKeys.write(FIRST.getPublic()));
    server =
        Daemon.start(
            cli,
            dir,
            "server",
            "--port",
            "0",
            "--data-dir",
            data.toString(),
            "--cert",
            tls.resolve("tls-cert.pem").toString(),
            "--key",
            tls.resolve("tls-key.pem").toString(),
            "--paseto",
            keys.toString(),
            "--accept-expired-tokens",
            "--log-encoding",
            "json");
  }

  @AfterAll
  void stopServer() throws Exception {
    assertThat(server.terminate()).isZero();
    assertThat(server.log()).doesNotContain("v2.public."); // I23
  }

  private static String token(KeyPair key, Optional<Instant> end) {
    return new PasetoSigner(key.getPrivate())
        .sign(
            new TokenClaims(
                TokenClaims.of(new Role.Admin()).subject(),
                Optional.empty(),
                end,
                Optional.empty(),
                Optional.empty()),
            Optional.empty());
  }

  private Cli.Result list(String token, Path authority) throws Exception {
    return cli.with("DL_TOKEN", token)
        .run(
            "client",
            "cache",
            "list",
            "--host",
            "localhost",
            "--port",
            server.number("dl.port"),
            "--ca-cert",
            authority.toString());
  }

  private int count(String line) throws IOException {
    return (int) server.log().lines().filter(one -> one.contains(line)).count();
  }

  /** Sends SIGHUP and waits until the log has said {@code line} once more. */
  private void hangUp(String line) throws Exception {
    int before = count(line);
    server.signal("HUP");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (count(line) == before) {
      assertThat(System.nanoTime()).as(server.log()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at another process's log
    }
  }

  @DisplayName("certificate and token keys are renewed without a restart, broken ones are not")
  @Test
  void files_areRenewed() throws Exception {
    String old = token(FIRST, Optional.empty());
    String next = token(SECOND, Optional.empty());
    Path former = Files.copy(tls.resolve("tls-cert.pem"), dir.resolve("former.pem"));
    assertThat(list(old, former).status()).isZero();
    assertThat(list(next, former).status()).isEqualTo(6);

    Files.writeString(keys, "-----BEGIN PUBLIC KEY-----");
    hangUp("token keys cannot be renewed: the former stays in use");
    assertThat(list(old, former).status()).isZero();
    Files.writeString(keys, TokenKeys.write(SECOND.getPublic()));
    hangUp("token keys renewed");
    assertThat(list(next, former).status()).isZero();
    assertThat(list(old, former).status()).isEqualTo(6);

    Path renewed = Files.createDirectory(dir.resolve("renewed"));
    SelfSignedCertificate.in(renewed, Set.of(), InstantSource.system());
    for (String name : new String[] {"tls-cert.pem", "tls-key.pem"}) {
      Files.move(
          Files.copy(renewed.resolve(name), tls.resolve(name + ".new")),
          tls.resolve(name),
          StandardCopyOption.ATOMIC_MOVE);
    }
    hangUp("TLS certificate renewed");
    assertThat(list(next, renewed.resolve("tls-cert.pem")).status()).isZero();
    assertThat(list(next, former).status()).isEqualTo(10);

    assertThat(
            list(token(SECOND, Optional.of(Instant.EPOCH)), renewed.resolve("tls-cert.pem"))
                .status())
        .isZero();
    assertThat(server.log())
        .contains("expired tokens are accepted (--accept-expired-tokens)")
        .contains("accepted an expired token");
  }

  private Cli.Result transfer(String command, Path directory, Path file, String... output)
      throws Exception {
    var args = new ArrayList<>(List.of("server", command));
    args.addAll(List.of(output));
    args.addAll(List.of("--data-dir", directory.toString(), file.toString()));
    return cli.run(args.toArray(String[]::new));
  }

  @DisplayName("a running embedded database is exported, and imported whole or not at all")
  @Test
  void database_isCarriedToAnotherPlace() throws Exception {
    Path file = dir.resolve("export");
    assertThat(migrate("--plan", "dl").out())
        .contains("schema version 7, this program's is 7", "nothing to do");
    Cli.Result exported = transfer("export", data, file, "--output", "json");
    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(exported.out())
        .matches(
            "\\{\"projects\":\\d+,\"objects\":\\d+,\"contents\":\\d+,"
                + "\"contentBytes\":\\d+,\"cacheVersions\":\\d+}\n");
    assertThat(transfer("export", data, file).status()).isEqualTo(4);
    byte[] export = Files.readAllBytes(file);

    Path other = dir.resolve("other");
    Path cut = Files.write(dir.resolve("cut"), Arrays.copyOf(export, export.length - 1));
    Cli.Result refused = transfer("import", other, cut);
    WithServer.assertRefused(refused, 9, "nothing was brought");
    Cli.Result brought = transfer("import", other, file, "--output", "ndjson");
    assertThat(brought.status()).as(brought.err()).isZero();
    assertThat(brought.out()).isEqualTo(exported.out());
    Cli.Result again = transfer("export", other, dir.resolve("again"), "--output", "text");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out().lines()).hasSize(5).allMatch(line -> line.matches("[a-zA-Z]+\t\\d+"));
    assertThat(dir.resolve("again")).hasBinaryContent(export);

    WithServer.assertRefused(
        transfer("export", dir.resolve("nowhere"), dir.resolve("none")), 3, "no embedded database");
    assertThat(dir.resolve("none")).doesNotExist();
  }

  /** Of a database on the embedded server, as of an external one. */
  private Cli.Result migrate(String option, String database) throws Exception {
    Path uri =
        Files.writeString(
            dir.resolve("uri"),
            "postgres:///%s?user=postgres&host=%s\n".formatted(database, socket()));
    return option.isEmpty()
        ? cli.run("server", "migrate", "--dburi-file", uri.toString())
        : cli.run("server", "migrate", option, "--dburi-file", uri.toString());
  }

  /** Where the embedded server listens, by its own word. */
  private String socket() throws IOException {
    return Files.readAllLines(data.resolve("postgres/database/postmaster.pid")).get(4);
  }

  @Test
  void migration_isPlannedThenDone() throws Exception {
    Cli.Result plan = migrate("--plan", "template1");
    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(plan.out().lines())
        .hasSize(8)
        .startsWith("schema version 0, this program's is 7", "apply 000001_initial")
        .endsWith("apply 000007_add_hash_idx");

    Cli.Result done = migrate("--output=json", "postgres");
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("\"fromVersion\":0", "\"version\":7", "\"000007_add_hash_idx\"");
    Cli.Result again = migrate("", "postgres");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).isEmpty();
    assertThat(migrate("--plan", "postgres").out()).contains("nothing to do");
  }
}
