package dev.dateilager.bench;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.Trust;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.tasks.Tasks;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows that a server with a small heap takes an update of many files, lists them, and serves many
 * {@code GetCompress} calls of all of them at once (I27). Usage: {@code ServerMemory JAR [FILES
 * READERS HEAP]}; by default 100,000 files, 50 readers and a heap of 512m. It exits with 1 if any
 * call failed or brought too little.
 */
public final class ServerMemory {
  private static final ProjectId PROJECT = new ProjectId(1);

  private final PrintStream out;
  private final int files;
  private final int readers;

  private ServerMemory(PrintStream out, int files, int readers) {
    this.out = out;
    this.files = files;
    this.readers = readers;
  }

  /**
   * Runs it.
   *
   * @param args the fat jar, then how many files and readers and which heap
   * @throws Exception if the server does not start or a call fails
   */
  public static void main(String[] args) throws Exception {
    int files = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    int readers = args.length > 2 ? Integer.parseInt(args[2]) : 50;
    String heap = args.length > 3 ? args[3] : "512m";
    Path data = Files.createTempDirectory("dateilager-memory-");
    try (ServerProcess server =
        ServerProcess.start(Path.of(args[0]), data, List.of("-Xmx" + heap))) {
      var run = new ServerMemory(System.out, files, readers);
      run.out.printf("%,d files, %d readers, heap %s%n", files, readers, heap);
      boolean whole = run.run(server);
      run.out.printf(
          "server's peak resident memory: %,d bytes%n", PeakMemory.of(server.handle().pid()));
      if (!whole) {
        throw new IllegalStateException("a call brought too little");
      }
    }
  }

  private boolean run(ServerProcess server) throws Exception {
    String token = Files.readString(server.token()).strip();
    var settings =
        ClientSettings.of("localhost", server.port(), () -> token)
            .withTrust(Trust.of(Optional.of(server.authority()), Map.of()));
    try (var client = DateiLagerClient.connect(settings)) {
      client.projects().createProject(PROJECT, List.of(), Optional.empty());
      timed("update", () -> update(client));
      long listed = timed("list", () -> list(client));
      List<Long> parts = timed("%d times GetCompress".formatted(readers), () -> readAll(client));
      long fewest = Collections.min(parts);
      out.printf("listed %,d objects; each reader got at least %,d bytes%n", listed, fewest);
      return listed == files && fewest > 0 && fewest == Collections.max(parts);
    }
  }

  private <T> T timed(String what, Callable<T> step) throws Exception {
    long start = System.nanoTime();
    T result = step.call();
    out.printf("%-24s %8.1f s%n", what, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private long update(DateiLagerClient client) throws DateiLagerException {
    var random = new Random(1);
    try (UpdateStream update = client.projects().update(PROJECT)) {
      for (int i = 0; i < files; i++) {
        var path = new ObjectPath("src/d%d/f%d.js".formatted(i / 50, i));
        var text =
            "// file %d\n".formatted(i) + "value = %d;\n".formatted(random.nextInt()).repeat(30);
        update.send(new ObjectChange.Put(path, FileMode.file(0644), Blob.utf8(text)));
      }
      return update.finish();
    }
  }

  private static long list(DateiLagerClient client) throws DateiLagerException {
    var listed = new AtomicLong();
    client
        .projects()
        .get(
            PROJECT,
            OptionalLong.empty(),
            OptionalLong.empty(),
            ObjectQuery.prefix(""),
            (_, _) -> listed.incrementAndGet());
    return listed.get();
  }

  private List<Long> readAll(DateiLagerClient client)
      throws ExecutionException, InterruptedException {
    return Tasks.all(Collections.nCopies(readers, () -> read(client)), readers);
  }

  private static Long read(DateiLagerClient client) throws DateiLagerException {
    long bytes = 0;
    try (CompressedStream parts =
        client
            .projects()
            .getCompress(PROJECT, 0, OptionalLong.empty(), ObjectQuery.prefix(""), Set.of())) {
      Optional<CompressedPart> part = parts.next();
      while (part.isPresent()) {
        bytes += part.get().packed().length();
        part = parts.next();
      }
    }
    return bytes;
  }
}
