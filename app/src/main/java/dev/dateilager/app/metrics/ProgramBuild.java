package dev.dateilager.app.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** As what this program was built. */
public final class ProgramBuild {
  private static final String RESOURCE = "/dev/dateilager/app/command/version.txt";

  private ProgramBuild() {}

  /** Its version; the build writes it into a resource. */
  public static String version() {
    try (var text = ProgramBuild.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException("this build lacks its resource " + RESOURCE);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
