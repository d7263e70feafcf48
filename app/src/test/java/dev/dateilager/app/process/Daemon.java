package dev.dateilager.app.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server or daemon in a process of its own; it must log JSON. */
final class Daemon implements AutoCloseable {
  private final Process process;
  private final Path err;

  private Daemon(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts it, and waits until it says that it has started. */
  static Daemon start(Cli cli, Path scratch, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "daemon-out", "");
    Path err = Files.createTempFile(scratch, "daemon-err", "");
    var daemon = new Daemon(cli.start(scratch, out, err, args), err);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (!daemon.log().contains(" started\"")) {
      if (daemon.process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it ended: " + daemon.log());
      }
      if (System.nanoTime() > end) {
        daemon.close();
        throw new AssertionError("it does not start: " + daemon.log());
      }
    }
    return daemon;
  }

  String log() throws IOException {
    return Files.readString(err);
  }

  /** A number that it told in its log. */
  String number(String field) throws IOException {
    Matcher matcher = Pattern.compile('"' + field + "\":([0-9]+)").matcher(log());
    return Optional.of(matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .orElseThrow(() -> new AssertionError("no " + field));
  }

  /** Sends a signal, such as {@code HUP} or {@code KILL}. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("cannot send SIG" + name);
    }
  }

  /** Waits for its end after it was killed. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end");
    }
  }

  /** Sends SIGTERM and waits for its end. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(1, TimeUnit.MINUTES)) {
        return;
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
