package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Either program continues what the other began (schema.md §3). Needs golang-migrate 4.17.1 with
 * its {@code postgres} driver: {@code go install -tags postgres
 * github.com/golang-migrate/migrate/v4/cmd/migrate@v4.17.1}, then {@code -Ddateilager.migrate=<path
 * of the program>}.
 */
@Timeout(120)
@ExtendWith(TestDatabase.Resolver.class)
final class GolangMigrateTest {
  private final TestDatabase server;
  private final Path files;
  private final String name = "g" + UUID.randomUUID().toString().replace("-", "");
  private DatabaseAddress database;

  GolangMigrateTest(TestDatabase server, @TempDir Path files) {
    this.server = server;
    this.files = files;
    this.database = server.server().address().database(name);
  }

  @BeforeEach
  void createDatabaseAndFiles() throws Exception {
    String program = System.getProperty("dateilager.migrate", "");
    if (program.isEmpty()) {
      System.err.println(
          "NOT RUN: GolangMigrateTest needs golang-migrate, give -Ddateilager.migrate=<its path>");
      Assumptions.abort("golang-migrate is not there");
    }
    server.server().createDatabase(name);
    for (MigrationStep step : MigrationStep.values()) {
      Files.writeString(files.resolve(step.fileName()), step.sql());
    }
  }

  private String migrate(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(System.getProperty("dateilager.migrate", ""));
    String socket = server.server().address().toString().replaceFirst(".*@(.*):.*", "$1");
    command.addAll(
        List.of(
            "-path",
            files.toString(),
            "-database",
            "postgres:///%s?host=%s&user=postgres&sslmode=disable".formatted(name, socket)));
    Collections.addAll(command, arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void golangMigrate_findsNothingToDoInADatabaseOfOurs() throws Exception {
    Migrations.apply(database.dataSource());

    assertThat(migrate("version")).isEqualTo("7");
    assertThat(migrate("up")).isEqualTo("no change");
  }

  @Test
  void we_findNothingToDoInADatabaseOfGolangMigrate() throws Exception {
    migrate("up");
    String marks = "SELECT version, dirty, xmin FROM schema_migrations";
    List<String> before = TestDatabase.rows(database.dataSource(), marks);

    Migrations.apply(database.dataSource());

    assertThat(before).hasSize(1).first().asString().startsWith("7|f|");
    assertThat(TestDatabase.rows(database.dataSource(), marks)).isEqualTo(before);
  }

  @Test
  void eachCarriesOnWhereTheOtherStopped() throws Exception {
    migrate("goto", "3");
    Migrations.apply(database.dataSource());

    assertThat(migrate("up")).isEqualTo("no change");
  }
}
