package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something: its options make one request. */
@Command // so that picocli's checks know what the field below is for
abstract class RequestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** What the options ask for; throws {@link ParameterException} if they do not fit together. */
  abstract Request request();

  @Override
  public final Integer call() throws DateiLagerException, InterruptedException {
    var line = spec.commandLine();
    return root().runner().run(request(), line.getOut(), line.getErr());
  }

  /** The log that the command line asks for. */
  final LogSettings logs() {
    return root().logs();
  }

  private Root root() {
    return (Root) spec.root().userObject();
  }

  /**
   * The command of this class above this one.
   *
   * @throws IllegalStateException if there is none
   */
  final <C> C ancestor(Class<C> type) {
    for (CommandSpec above = spec.parent(); above != null; above = above.parent()) {
      if (type.isInstance(above.userObject())) {
        return type.cast(above.userObject());
      }
    }
    throw new IllegalStateException(
        "'%s' is no command of %s".formatted(spec.qualifiedName(), type));
  }

  /** A usage error of this command. */
  final ParameterException wrong(String message) {
    return new WrongRequest(spec.commandLine(), message);
  }

  /** Asks for flags in the words that Go's users, and their programs, look for (cli.md §3.1). */
  static final class Required {
    private final List<String> missing = new ArrayList<>();

    <T> Required flag(String name, @Nullable T value) {
      if (value == null || value.equals("")) {
        missing.add('"' + name + '"');
      }
      return this;
    }

    void check(RequestCommand command) {
      if (!missing.isEmpty()) {
        throw command.wrong(
            "required flag(s) %s not set"
                .formatted(missing.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
  }
}
