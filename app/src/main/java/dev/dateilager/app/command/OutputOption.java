package dev.dateilager.app.command;

import dev.dateilager.app.request.Output;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --output}, of every command that answers something. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = Converters.ToOutput.class,
      description =
          "Form of the answer: text, json or ndjson (an object a line). Without it the command's"
              + " own form.")
  private @Nullable Output output;

  /** The form that is asked for; absent for the command's own. */
  Optional<Output> value() {
    return Optional.ofNullable(output);
  }
}
