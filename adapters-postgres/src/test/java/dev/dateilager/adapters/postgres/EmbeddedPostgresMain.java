package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs an embedded server in the directory of its argument, adds project 1, says its process, and
 * stops when its input ends.
 */
final class EmbeddedPostgresMain {
  private EmbeddedPostgresMain() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    try (var server = EmbeddedPostgres.start(Path.of(arguments[0]))) {
      try (Connection connection = server.address().dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO dl.projects VALUES (1, 7) ON CONFLICT DO NOTHING");
      }
      System.out.println("ready " + server.pid());
      while (System.in.read() >= 0) {
        // until the end
      }
    } catch (DateiLagerException refused) {
      System.out.println(refused.getClass().getSimpleName() + ": " + refused.getMessage());
    }
  }
}
