package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@ExtendWith(TestDatabase.Resolver.class)
final class EmbeddedPostgresTest {
  private final TestDatabase shared;
  private final Path temporary;
  private Path data;

  EmbeddedPostgresTest(TestDatabase shared, @TempDir Path temporary) {
    this.shared = shared;
    this.temporary = temporary;
    this.data = temporary.resolve("data");
  }

  @BeforeEach
  void lendPrograms() throws IOException {
    shared.lendPrograms(data);
  }

  private static List<String> projects(EmbeddedPostgres server) throws SQLException {
    return TestDatabase.rows(server.address().dataSource(), "SELECT * FROM dl.projects");
  }

  private static long started(ChildJvm child) {
    String line = child.line();
    assertThat(line).startsWith("ready ");
    return Long.parseLong(line.substring("ready ".length()));
  }

  private ChildJvm child() throws IOException {
    return ChildJvm.start(EmbeddedPostgresMain.class, List.of(), data.toString());
  }

  /** Whether a process does anything any more: the unreaped dead do not. */
  private static boolean runs(long pid) throws IOException {
    try {
      String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !status.substring(status.lastIndexOf(')') + 2).startsWith("Z");
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  @Test
  void start_afterAnOrderlyStop_findsTheData() throws Exception {
    long pid;
    try (ChildJvm child = child()) {
      pid = started(child);
      assertThat(child.finish()).isZero();
    }
    assertThat(runs(pid)).isFalse();

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).containsExactly("1|7|null");
    }
  }

  @Test
  void start_afterTheDaemonWasKilled_takesTheServerOver() throws Exception {
    long orphan;
    try (ChildJvm child = child()) {
      orphan = started(child);
      child.kill();
    }
    assertThat(runs(orphan)).isTrue();

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).containsExactly("1|7|null");
      assertThat(runs(orphan)).isFalse();
    }
  }

  @Test
  void start_afterEverythingWasKilled_recovers() throws Exception {
    try (ChildJvm child = child()) {
      long pid = started(child);
      child.kill();
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> backends = postmaster.children().toList();
      postmaster.destroyForcibly();
      backends.forEach(ProcessHandle::destroyForcibly);
    }

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).containsExactly("1|7|null");
    }
  }

  @Test
  void start_whenTheNotedProcessIsAStranger_leavesItAlone() throws Exception {
    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(server.pid()).isPositive();
    }
    String us = Long.toString(ProcessHandle.current().pid());
    Files.writeString(data.resolve("database/postmaster.pid"), us + "\n" + data + "\n0\n5432\n");

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).isEmpty();
    }
  }

  @Test
  void start_ofASecondDaemon_isRefusedAndTheFirstGoesOn() throws Exception {
    try (var first = EmbeddedPostgres.start(data)) {
      try (ChildJvm second = child()) {
        assertThat(second.line())
            .startsWith("FailedPrecondition")
            .contains("in use by process " + ProcessHandle.current().pid());
      }
      assertThatThrownBy(() -> EmbeddedPostgres.start(data))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("in use by this process");
      try (ChildJvm third = child()) { // the refusal in this process kept the lock
        assertThat(third.line()).startsWith("FailedPrecondition");
      }
      assertThat(projects(first)).isEmpty();
    }
  }

  @Test
  void start_inADirectoryOfALongName_putsTheSocketElsewhere() throws Exception {
    data = temporary.resolve("n".repeat(100)).resolve("data");
    shared.lendPrograms(data);
    Path sockets;

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).isEmpty();
      sockets = Path.of(server.address().toString().replaceFirst(".*@(.*):.*", "$1"));
      assertThat(sockets).isDirectory().isNotEqualTo(data.resolve("socket"));
    }
    assertThat(sockets).doesNotExist();
  }

  @Test
  void start_makesEverythingPrivate() throws Exception {
    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(server.pid()).isPositive();
      for (String name : List.of("", "database", "socket")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
            .as(name)
            .isEqualTo("rwx------");
      }
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("socket/.s.PGSQL.5432"))))
          .isEqualTo("rwx------");
      assertThat(
              TestDatabase.rows(
                  server.address().dataSource(),
                  "SELECT name, setting FROM pg_settings WHERE name IN"
                      + " ('fsync', 'listen_addresses', 'synchronous_commit') ORDER BY name"))
          .containsExactly("fsync|on", "listen_addresses|", "synchronous_commit|on");
    }
  }

  @Test
  void start_whenTheDatabaseIsOfAnotherMajorVersion_refuses() throws Exception {
    Files.createDirectories(data.resolve("database"));
    Files.writeString(data.resolve("database/PG_VERSION"), "15\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(data))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("PostgreSQL 15");
    assertThat(data.resolve("database/PG_VERSION")).hasContent("15");
  }

  @Test
  void start_whereTheDirectoryCannotBe_saysSo() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("data")))
        .isInstanceOf(DateiLagerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void start_asRoot_ofADatabaseThatAnotherUserOwns_runsAsThatUser() throws Exception {
    assumeThat(System.getProperty("user.name")).as("NOT RUN: needs root").isEqualTo("root");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(server.pid()).isPositive();
    }
    try (Stream<Path> all = Files.walk(data.resolve("database"))) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
      }
    }

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(projects(server)).isEmpty();
      assertThat(Files.getAttribute(Path.of("/proc/" + server.pid()), "unix:uid")).isEqualTo(65534);
    }
  }
}
