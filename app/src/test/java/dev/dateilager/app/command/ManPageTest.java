package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The manual pages that are checked in are those of the commands as they are. They are written anew
 * with {@code -Ddateilager.write.man=true}.
 */
final class ManPageTest {
  private static final Path PAGES = Path.of("..", "docs", "man", "man1");

  private static Map<String, String> made() {
    var line = DateiLagerCommand.commandLine(new RecordingRunner());
    return new TreeMap<>(ManPage.all(line.getCommandSpec()));
  }

  private static Map<String, String> checkedIn() throws IOException {
    var pages = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(PAGES)) {
      for (Path file : files) {
        pages.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pages;
  }

  @Test
  void checkedInPages_areThoseOfTheCommands() throws Exception {
    if (Boolean.getBoolean("dateilager.write.man")) {
      Files.createDirectories(PAGES);
      for (String old : checkedIn().keySet()) {
        Files.delete(PAGES.resolve(old));
      }
      for (var page : made().entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    assertThat(checkedIn().keySet()).isEqualTo(new TreeSet<>(made().keySet()));
    assertThat(checkedIn())
        .as("write them anew with -Ddateilager.write.man=true")
        .isEqualTo(made());
  }

  @Test
  void pages_tellOfEveryFlagAndGiveExamples() {
    assertThat(made().get("dateilager-client-rebuild.1"))
        .startsWith(".TH \"DATEILAGER\\-CLIENT\\-REBUILD\" 1 ")
        .contains(".SH NAME\ndateilager\\-client\\-rebuild \\- ")
        .contains(".B \\-\\-matchinclude=GLOB\n")
        .contains("dateilager client rebuild \\-\\-host dl.example")
        .contains(".BR dateilager\\-client (1)");
    assertThat(made().values()).allMatch(page -> page.contains(".SH EXIT STATUS\n"));
  }
}
