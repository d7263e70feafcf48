package dev.dateilager.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, in an environment that holds nothing of ours (I23, I28). */
final class Program {
  private static final int MOST_OUTPUT =
      1 << 16; // what a pipe holds: the program never blocks on it

  private Program() {}

  /**
   * How a program ended.
   *
   * @param exit its status; {@link #COULD_NOT_RUN} if it never ran
   * @param output both its streams, or why it could not run
   */
  record Result(int exit, String output) {
    static final int COULD_NOT_RUN = -1;

    boolean succeeded() {
      return exit == 0;
    }
  }

  /** A builder for {@code command}, in {@code directory}. */
  static ProcessBuilder builder(List<String> command, Path directory) {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path == null ? "/usr/sbin:/usr/bin:/sbin:/bin" : path);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder.redirectErrorStream(true);
  }

  /** Runs it; kills it if it takes longer than {@code patience}. */
  static Result run(List<String> command, Path directory, Duration patience) {
    Process process;
    try {
      process = builder(command, directory).start();
    } catch (IOException impossible) {
      return new Result(Result.COULD_NOT_RUN, String.valueOf(impossible.getMessage()));
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Result(Result.COULD_NOT_RUN, "took longer than " + patience);
      }
      byte[] output = process.getInputStream().readNBytes(MOST_OUTPUT);
      return new Result(process.exitValue(), new String(output, StandardCharsets.UTF_8).strip());
    } catch (IOException broken) {
      return new Result(Result.COULD_NOT_RUN, String.valueOf(broken.getMessage()));
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Result(Result.COULD_NOT_RUN, "interrupted");
    }
  }
}
