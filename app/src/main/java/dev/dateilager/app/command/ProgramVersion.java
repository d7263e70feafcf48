package dev.dateilager.app.command;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version this program was built as; the build writes it into a resource beside this class. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    try (var text = ProgramVersion.class.getResourceAsStream("version.txt")) {
      if (text == null) {
        throw new FileNotFoundException("this build lacks its resource version.txt");
      }
      String version = new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
      return new String[] {"dateilager " + version};
    }
  }
}
