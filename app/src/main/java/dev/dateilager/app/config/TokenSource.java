package dev.dateilager.app.config;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a client, or a daemon as client of its server, finds its token (client.md §1). */
public final class TokenSource {
  /** Longer than any token: a file that is not one must not be read whole. */
  private static final int MAX_BYTES = 64 << 10;

  private TokenSource() {}

  /**
   * The token of {@code DL_TOKEN}, else of the file that {@code DL_TOKEN_FILE} names, without white
   * space around it (client.md oddity 18).
   *
   * @throws Unauthenticated if neither is set, or what is there is empty
   * @throws IoFailed if the file cannot be read
   */
  public static String find(Surroundings surroundings) throws DateiLagerException {
    var direct = surroundings.variable("DL_TOKEN");
    if (direct.isPresent()) {
      return checked(direct.get(), "DL_TOKEN");
    }
    Path file =
        Path.of(
            surroundings
                .variable("DL_TOKEN_FILE")
                .orElseThrow(
                    () ->
                        new Unauthenticated("no token: set DL_TOKEN, or DL_TOKEN_FILE to a file")));
    return read(file);
  }

  /**
   * The token in a file.
   *
   * @throws Unauthenticated if there is none in it
   * @throws IoFailed if it cannot be read
   */
  public static String read(Path file) throws DateiLagerException {
    try (var in = Files.newInputStream(file)) {
      return checked(
          new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8),
          "token file '%s'".formatted(file));
    } catch (IOException unreadable) {
      throw new IoFailed("cannot read the token file '%s'".formatted(file), unreadable);
    }
  }

  private static String checked(String text, String where) throws Unauthenticated {
    String token = text.strip();
    if (token.isEmpty()) {
      throw new Unauthenticated(where + " holds no token");
    }
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) { // would be no header, or forge one
      throw new Unauthenticated(where + " holds something else than a token");
    }
    return token;
  }
}
