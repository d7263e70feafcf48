package dev.dateilager.adapters.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.dateilager.adapters.postgres.embedded.Binaries;
import dev.dateilager.domain.contract.PlainPackCodec;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one real server of a test run, with a store on it. Handed to the constructors of test
 * classes; stopped when all tests are done.
 */
final class TestDatabase implements AutoCloseable {
  private final Path directory;
  private final EmbeddedPostgres server;
  private final PostgresCatalogStore store;
  private final DataSource source;
  private final HikariDataSource seeding; // histories are sown row by row

  private TestDatabase() {
    try {
      this.directory = Files.createTempDirectory("dateilager-test-");
      this.server = EmbeddedPostgres.start(directory.resolve("data"));
      this.source = server.address().dataSource();
      execute("ALTER DATABASE dl SET synchronous_commit = off"); // tests survive no power cut
      this.store = open(server.address());
      this.seeding = new HikariDataSource();
      seeding.setDataSource(source);
      seeding.setMaximumPoolSize(2);
    } catch (Exception failed) {
      throw new IllegalStateException("no database to test with", failed);
    }
  }

  /** Another store with its own pool; the caller closes it. */
  PostgresCatalogStore open(DatabaseAddress address) {
    return PostgresCatalogStore.open(
        address,
        StoreSettings.withSpool(directory).withMaxConnections(20),
        new PlainPackCodec(),
        new Random(1));
  }

  /** Resolves parameters of type {@link TestDatabase}. */
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(TestDatabase.class, _ -> new TestDatabase(), TestDatabase.class);
    }
  }

  PostgresCatalogStore store() {
    return store;
  }

  PostgresSeeds seeds() {
    return new PostgresSeeds(seeding);
  }

  EmbeddedPostgres server() {
    return server;
  }

  /** Saves another server the unpacking. */
  void lendPrograms(Path data) throws IOException {
    Files.createDirectories(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path programs = directory.resolve("data/postgres-" + Binaries.VERSION);
    try (Stream<Path> all = Files.walk(programs)) {
      for (Path path : all.toList()) {
        Path copy = data.resolve(programs.getFileName()).resolve(programs.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectory(copy);
        } else {
          Files.createLink(copy, path);
        }
      }
    }
  }

  Path spool() {
    return directory;
  }

  DataSource source() {
    return source;
  }

  /** Takes every row away; what {@code Reset} does, and the cache versions too. */
  TestDatabase empty() throws SQLException {
    execute(
        "DELETE FROM dl.projects; DELETE FROM dl.objects; DELETE FROM dl.contents; DELETE FROM"
            + " dl.cache_versions; ALTER SEQUENCE dl.cache_versions_version_seq RESTART");
    return this;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows of a query, their columns joined by {@code |}. */
  List<String> rows(String sql) throws SQLException {
    return rows(source, sql);
  }

  /** All rows of a query, their columns joined by {@code |}. */
  static List<String> rows(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        var columns = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join("|", columns));
      }
      return found;
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    seeding.close();
    server.close();
    remove(directory);
  }

  /** Removes a directory with all that is in it. */
  static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
