package dev.dateilager.app.command;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dateilager completion}: scripts that have a shell complete this program's commands. */
@Command(
    name = "completion",
    description = "Prints a script that has a shell complete commands and flags.",
    footer = {
      "",
      "Examples:",
      "  source <(dateilager completion bash)",
      "  source <(dateilager completion zsh)",
      "  dateilager completion fish > ~/.config/fish/completions/dateilager.fish"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", description = "bash, zsh or fish.")
  private @Nullable String shell;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell == null ? "" : shell) {
          case "bash", "zsh" -> AutoComplete.bash(spec.root().name(), root); // zsh by bashcompinit
          case "fish" -> FishCompletion.of(spec.root());
          default ->
              throw new WrongRequest(
                  spec.commandLine(),
                  shell == null
                      ? "name a shell: bash, zsh or fish"
                      : "'%s' is not bash, zsh or fish".formatted(shell));
        };
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
  }
}
