package dev.dateilager.app.program;

import dev.dateilager.app.command.ExitStatus;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.demo.Demo;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.function.Consumer;

/** {@code dateilager demo}. */
final class DemoProgram {
  private static final String ERASE_LINE = "\r\033[K";

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final PrintWriter out;
  private final PrintWriter err;

  DemoProgram(Surroundings surroundings, InstantSource clock, PrintWriter out, PrintWriter err) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  int run(Request.RunDemo request) throws DateiLagerException, InterruptedException {
    FileNames.require();
    boolean terminal = Terminal.watched(surroundings);
    try {
      boolean holds =
          new Demo(request, surroundings, clock, terminal ? this::progress : _ -> {})
              .run(erased(terminal));
      return holds ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (DateiLagerException | InterruptedException | RuntimeException failure) {
      erase(terminal);
      throw failure;
    }
  }

  /** The answer goes out after the progress line is gone. */
  private Consumer<String> erased(boolean terminal) {
    return line -> {
      erase(terminal);
      out.println(line);
    };
  }

  private void progress(String step) {
    err.print(ERASE_LINE + step + " ...");
    err.flush();
  }

  private void erase(boolean terminal) {
    if (terminal) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }
}
