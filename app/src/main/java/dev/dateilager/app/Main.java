package dev.dateilager.app;

import dev.dateilager.app.command.DateiLagerCommand;
import dev.dateilager.app.command.Defaults;
import dev.dateilager.app.command.DropIn;
import dev.dateilager.app.command.ExitStatus;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.program.Programs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process: runs the command line and leaves with its status. */
public final class Main {
  /** For what is left to do after a signal; serving commands bound their own draining. */
  private static final long ENDING_MINUTES = 5;

  /** Names the program of the Go implementation to stand in for; bin/dateilager-… set it. */
  private static final String AS = "dateilager.as";

  private Main() {}

  /**
   * Runs one command and ends the process with its exit status. SIGTERM and SIGINT interrupt the
   * command, and the process ends with what the command makes of that: 0 if it serves.
   *
   * @param args the command line without the program's name
   */
  public static void main(String[] args) {
    var status = new CompletableFuture<Integer>();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(worker, status), "ending"));
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int result = execute(out, err, args);
    out.flush();
    err.flush();
    status.complete(result);
    System.exit(result); // if a signal came before, the hook ends the process, not this
  }

  private static int execute(PrintWriter out, PrintWriter err, String... args) {
    Surroundings surroundings = Surroundings.ofProcess();
    var programs =
        new Programs(
            surroundings,
            System.in,
            new FileOutputStream(FileDescriptor.out),
            InstantSource.system());
    try {
      var as = DropIn.named(System.getProperty(AS, ""));
      return as.isPresent()
          ? as.get().execute(programs, surroundings, out, err, args)
          : DateiLagerCommand.commandLine(programs, Defaults.of(surroundings))
              .setOut(out)
              .setErr(err)
              .execute(args);
    } catch (Error fatal) { // out of memory, say: threads that are left must not keep the process
      fatal.printStackTrace(err);
      return ExitStatus.FAILED;
    }
  }

  /** UTF-8 whatever the locale says: names and JSON are. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /**
   * Runs when the process ends, for whatever reason. The command is still at work only if a signal
   * is the reason. One that ends well all the same, as those that serve do, ends the process well.
   */
  private static void end(Thread worker, CompletableFuture<Integer> status) {
    if (status.isDone()) {
      return;
    }
    worker.interrupt();
    try {
      int result = status.get(ENDING_MINUTES, TimeUnit.MINUTES);
      Runtime.getRuntime().halt(result == ExitStatus.DONE ? result : ExitStatus.INTERRUPTED);
    } catch (ExecutionException | TimeoutException | InterruptedException stuck) {
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
    }
  }
}
