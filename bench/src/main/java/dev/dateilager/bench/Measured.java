package dev.dateilager.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a command took from its start to its end.
 *
 * @param seconds wall time
 * @param cpuSeconds of processors, by the command, the server and its database together; tells more
 *     than the wall time where others keep the machine busy
 * @param client most bytes that its process had resident
 * @param server most bytes that the server had resident meanwhile
 * @param database most bytes that the database's processes had resident together meanwhile
 */
record Measured(double seconds, double cpuSeconds, long client, long server, long database) {
  /** How often memory is looked at; what a process takes in its last moment may be missed. */
  private static final long PERIOD_MILLIS = 20;

  private static final int DATABASE_ROUNDS = 10; // it is dear: the kernel walks through all pages

  /**
   * Runs a command.
   *
   * @param server the process that has work of it, if there is one; those below it are its database
   * @throws IOException if it failed; what it said is in the message
   */
  static Measured run(
      Path directory,
      List<String> command,
      Map<String, String> environment,
      Optional<ProcessHandle> server)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    server.ifPresent(handle -> PeakMemory.reset(handle.pid()));
    long client = 0;
    long database = 0;
    double before = server.map(Measured::cpuOfTree).orElse(0.0);
    double own = 0;
    long start = System.nanoTime();
    Process process = builder.start();
    var said = new StringBuilder();
    Thread reader =
        Thread.startVirtualThread(
            () -> process.inputReader().lines().forEach(line -> said.append(line).append('\n')));
    for (int round = 0; !process.waitFor(PERIOD_MILLIS, TimeUnit.MILLISECONDS); round++) {
      client = Math.max(client, PeakMemory.of(process.pid()));
      own = Math.max(own, cpu(process.toHandle()));
      if (server.isPresent() && round % DATABASE_ROUNDS == 0) {
        database = Math.max(database, PeakMemory.shared(server.get().descendants()));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    reader.join();
    if (process.exitValue() != 0) {
      throw new IOException("%s exited with %d:%n%s".formatted(command, process.exitValue(), said));
    }
    long peak = server.map(handle -> PeakMemory.of(handle.pid())).orElse(0L);
    double theirs = server.map(Measured::cpuOfTree).orElse(0.0) - before;
    return new Measured(seconds, own + theirs, client, peak, database);
  }

  private static double cpuOfTree(ProcessHandle process) {
    return cpu(process) + process.descendants().mapToDouble(Measured::cpu).sum();
  }

  private static double cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().map(spent -> spent.toMillis() / 1e3).orElse(0.0);
  }
}
