package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password that stands neither in the URI nor in the environment. */
@Timeout(60)
final class PasswordFileTest {
  /** What the driver takes as well as the variable {@code PGPASSFILE}. */
  private static final String PLACE = "org.postgresql.pgpassfile";

  private static final int CLEAR_TEXT = 3;

  /** Asks one client for its password, and hangs up. */
  private static String passwordOf(ServerSocket server) throws IOException {
    try (Socket client = server.accept()) {
      var in = new DataInputStream(client.getInputStream());
      in.skipNBytes(in.readInt() - 4L); // the start-up message
      var out = new DataOutputStream(client.getOutputStream());
      out.writeByte('R');
      out.writeInt(8);
      out.writeInt(CLEAR_TEXT);
      out.flush();
      assertThat(in.readByte()).isEqualTo((byte) 'p');
      byte[] answer = in.readNBytes(in.readInt() - 4);
      return new String(answer, 0, answer.length - 1, StandardCharsets.UTF_8);
    }
  }

  @DisplayName("I23: the driver finds the password in the file that PGPASSFILE names")
  @Test
  void password_comesFromThePasswordFile(@TempDir Path directory) throws Exception {
    String before = System.getProperty(PLACE);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          Files.writeString(
              directory.resolve("pgpass"),
              "127.0.0.1:%d:dl:me:found\n".formatted(server.getLocalPort()));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      System.setProperty(PLACE, file.toString());
      var password = new CompletableFuture<String>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  password.complete(passwordOf(server));
                } catch (IOException | AssertionError failure) {
                  password.completeExceptionally(failure);
                }
              });
      DatabaseAddress address =
          DatabaseAddress.parse(
              "postgres://me@127.0.0.1:%d/dl?sslmode=disable".formatted(server.getLocalPort()),
              Map.of());

      assertThat(address.hasPassword()).isFalse();
      assertThatThrownBy(() -> address.dataSource().getConnection()) // it is hung up on
          .isInstanceOf(SQLException.class);
      assertThat(password.get(30, TimeUnit.SECONDS)).isEqualTo("found");
    } finally {
      if (before == null) {
        System.clearProperty(PLACE);
      } else {
        System.setProperty(PLACE, before);
      }
    }
  }
}
