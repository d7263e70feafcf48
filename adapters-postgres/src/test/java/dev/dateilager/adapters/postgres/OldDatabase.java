package dev.dateilager.adapters.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A database of its own on the test server, as golang-migrate leaves one. */
final class OldDatabase {
  private final DatabaseAddress address;
  private final DataSource source;

  private OldDatabase(DatabaseAddress address) {
    this.address = address;
    this.source = address.dataSource();
  }

  /** One of any server. */
  static OldDatabase of(DatabaseAddress address) {
    return new OldDatabase(address);
  }

  /** One without anything in it. */
  static OldDatabase empty(TestDatabase server) throws Exception {
    String name = "m" + UUID.randomUUID().toString().replace("-", "");
    server.server().createDatabase(name);
    return new OldDatabase(server.server().address().database(name));
  }

  /** One with the first steps, and their mark. */
  static OldDatabase at(TestDatabase server, int steps) throws Exception {
    var database = empty(server);
    database.execute(
        "CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean not"
            + " null)");
    for (MigrationStep step : MigrationStep.values()) {
      if (step.number() <= steps) {
        database.execute(
            step.sql(),
            "TRUNCATE schema_migrations",
            "INSERT INTO schema_migrations VALUES (%d, false)".formatted(step.number()));
      }
    }
    return database;
  }

  DatabaseAddress address() {
    return address;
  }

  /** As a command line names it. */
  String uri() {
    String name = address.toString().replaceFirst(".*/", "");
    String socket = address.toString().replaceFirst(".*@(.*):.*", "$1");
    return "postgres:///%s?user=postgres&host=%s".formatted(name, socket);
  }

  DataSource source() {
    return source;
  }

  OldDatabase execute(String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  List<String> rows(String sql) throws SQLException {
    return TestDatabase.rows(source, sql);
  }

  /** Everything that the catalogue's tables hold, in one order. */
  List<String> content() throws SQLException {
    return TestDatabase.rows(
        source,
        """
        SELECT 'project', p::text FROM (SELECT id, latest_version FROM dl.projects) AS p
        UNION ALL SELECT 'object', o::text FROM dl.objects AS o
        UNION ALL SELECT 'content', c::text FROM (SELECT hash, bytes FROM dl.contents) AS c
        ORDER BY 1, 2
        """);
  }

  /** A small history: files, an empty directory, a pack, changes, deletions, big and no bytes. */
  OldDatabase fill() throws SQLException {
    return execute(
        """
        CREATE FUNCTION test_hash(t text) RETURNS hash LANGUAGE sql IMMUTABLE AS
          'SELECT ROW(md5(t)::uuid, md5(t || ''!'')::uuid)::hash'\
        """,
        """
        INSERT INTO dl.projects (id, latest_version) VALUES (1, 3), (2, 0), (-7, 1);
        INSERT INTO dl.objects
          (project, start_version, stop_version, path, hash, mode, size, packed) VALUES
          (1, 1, 2, 'a', test_hash('a1'), 420, 2, false),
          (1, 2, NULL, 'a', test_hash('a2'), 493, 2, false),
          (1, 1, 3, 'gone/é', test_hash(''), 420, 0, false),
          (1, 1, NULL, 'empty/', test_hash(''), 2147484141, 0, false),
          (1, 3, NULL, 'node_modules/x/', test_hash('pack'), 0, 900000, true),
          (-7, 1, NULL, '%_\\', test_hash('a1'), 134218239, 2, false);
        INSERT INTO dl.contents (hash, bytes) VALUES
          (test_hash('a1'), 'a1'), (test_hash('a2'), '\\x00ff'), (test_hash(''), ''),
          (test_hash('pack'), (SELECT string_agg(decode(md5(i::text), 'hex'), '') FROM
            generate_series(1, 150000) AS i))
        """,
        "DROP FUNCTION test_hash");
  }
}
