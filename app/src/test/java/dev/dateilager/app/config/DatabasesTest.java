package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabasesTest {
  private final Logged logged = new Logged();
  @TempDir private Path directory;

  private static DatabaseChoice uri(String uri) {
    return new DatabaseChoice.Uri(new Secret(uri));
  }

  @Test
  void embedded_hasNoUri() throws Exception {
    assertThat(Databases.uri(new DatabaseChoice.Embedded(), logged.log())).isEmpty();
  }

  @DisplayName("I23: a password on the command line is warned of, not shown")
  @Test
  void passwordOnTheCommandLine_isWarnedOf() throws Exception {
    assertThat(Databases.uri(uri("postgres://u:hidden@h/d"), logged.log()))
        .contains(new Secret("postgres://u:hidden@h/d"));
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .contains("--dburi-file")
        .doesNotContain("hidden");

    Databases.uri(uri("postgres://u@h/d"), logged.log());
    assertThat(logged.lines()).isEmpty();
  }

  @Test
  void file_isReadWithoutTheSpaceAround() throws Exception {
    Path file = Files.writeString(directory.resolve("uri"), "\n postgres://u:hidden@h/d \n");
    var surroundings = new Surroundings(Map.of("PGPORT", "7"), directory, false);

    assertThat(Databases.uri(new DatabaseChoice.UriFile(file), logged.log()))
        .contains(new Secret("postgres://u:hidden@h/d"));
    assertThat(Databases.external(new DatabaseChoice.UriFile(file), surroundings, logged.log()))
        .get()
        .hasToString("u@h:7/d");
    assertThat(logged.lines()).isEmpty();
  }

  @Test
  void file_thatIsMissingOrEmpty_isRefused() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), " \n");
    assertThatThrownBy(() -> Databases.uri(new DatabaseChoice.UriFile(empty), logged.log()))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(
            () ->
                Databases.uri(new DatabaseChoice.UriFile(directory.resolve("none")), logged.log()))
        .isInstanceOf(NotFound.class);
  }
}
