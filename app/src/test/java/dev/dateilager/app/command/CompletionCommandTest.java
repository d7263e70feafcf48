package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionCommandTest {
  @TempDir private Path directory;

  private static String script(String shell) {
    var run = new CommandRun();
    assertThat(run.execute("completion", shell)).as(run.err()).isZero();
    return run.out();
  }

  /** What a program says; a machine without it says loudly that nothing was tried. */
  private String said(List<String> command) throws Exception {
    Path out = directory.resolve("out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() + "\n" + Files.readString(out);
    } catch (IOException absent) {
      System.getLogger("test").log(System.Logger.Level.WARNING, "NOT RUN: no " + command.get(0));
      Assumptions.abort("NOT RUN: no " + command.get(0));
      return "";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'dateilager client reb', rebuild",
    "'dateilager cached pla', place",
    "'dateilager client rebuild --matchi', --matchinclude"
  })
  void bash_completesCommandsAndFlags(String words, String expected) throws Exception {
    Path script = Files.writeString(directory.resolve("completion"), script("bash"));
    String ask =
        """
        source %s
        COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]}-1))
        _complete_dateilager
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, words);

    assertThat(said(List.of("bash", "-c", ask))).startsWith("0\n").contains(expected);
  }

  @Test
  void zsh_takesTheSameScript() {
    assertThat(script("zsh")).isEqualTo(script("bash")).contains("bashcompinit");
  }

  @Test
  void fish_knowsEveryCommandAndFlag() throws Exception {
    String script = script("fish");

    assertThat(script)
        .contains("complete -c dateilager -n '__dateilager_at ' -a client -d '")
        .contains("complete -c dateilager -n '__dateilager_at client' -a rebuild -d '")
        .contains("complete -c dateilager -n '__dateilager_at client cache' -a create -d '")
        .containsPattern(
            "-n '__dateilager_at client rebuild' -l dir -x -a '\\(__fish_complete_directories\\)'")
        .contains("-n '__dateilager_at client rebuild' -l ca-cert -r -F");
    Path file = Files.writeString(directory.resolve("dateilager.fish"), script);
    assertThat(said(List.of("fish", "--no-execute", file.toString()))).startsWith("0\n");
  }

  @ParameterizedTest
  @CsvSource({"completion, name a shell", "completion tcsh, 'tcsh'"})
  void otherShells_areAUsageError(String line, String says) {
    var run = new CommandRun();

    assertThat(run.execute(line.split(" "))).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(says);
  }
}
