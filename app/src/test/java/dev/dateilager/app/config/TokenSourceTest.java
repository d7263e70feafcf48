package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenSourceTest {
  @TempDir private Path dir;

  private static Surroundings with(Map<String, String> variables) {
    return new Surroundings(variables, Path.of("/"), false);
  }

  private Path file(String content) throws Exception {
    return Files.writeString(dir.resolve("token"), content);
  }

  @Test
  void variable_goesBeforeFile() throws Exception {
    var both = with(Map.of("DL_TOKEN", "direct", "DL_TOKEN_FILE", file("other").toString()));

    assertThat(TokenSource.find(both)).isEqualTo("direct");
  }

  @Test
  void file_isTrimmed() throws Exception { // client.md oddity 18
    var file = with(Map.of("DL_TOKEN_FILE", file("  v2.public.x\r\n").toString()));

    assertThat(TokenSource.find(file)).isEqualTo("v2.public.x");
  }

  @Test
  void nothing_isAnErrorThatSaysWhatToSet() {
    assertThatThrownBy(() -> TokenSource.find(with(Map.of())))
        .isInstanceOf(Unauthenticated.class)
        .hasMessage("no token: set DL_TOKEN, or DL_TOKEN_FILE to a file");
  }

  @Test
  void emptyFile_isAnError() throws Exception {
    var file = with(Map.of("DL_TOKEN_FILE", file("\n").toString()));

    assertThatThrownBy(() -> TokenSource.find(file)).isInstanceOf(Unauthenticated.class);
  }

  @Test
  void missingFile_isAnErrorThatNamesIt() {
    var file = with(Map.of("DL_TOKEN_FILE", dir.resolve("gone").toString()));

    assertThatThrownBy(() -> TokenSource.find(file))
        .isInstanceOf(IoFailed.class)
        .hasMessageContaining("gone");
  }

  @Test
  void somethingElseThanAToken_isNotSentAndNotShown() {
    assertThatThrownBy(() -> TokenSource.find(with(Map.of("DL_TOKEN", "se cret\nx-admin: 1"))))
        .isInstanceOf(Unauthenticated.class)
        .hasMessageNotContaining("cret");
  }
}
