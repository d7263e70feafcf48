package dev.dateilager.bench;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.Trust;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Shows that messages as large as old peers send them pass, a few at a time, and come back (I27,
 * R9). Usage: {@code LargeMessages JAR [HEAP PEERS MEBIBYTES]}; by default a heap of 2g, 3 peers
 * and 399 MiB that do not compress. It tells how many were taken and how many were
 * RESOURCE_EXHAUSTED, and that a small update passes meanwhile; any other outcome is an error.
 */
public final class LargeMessages {
  private final PrintStream out;
  private final int peers;
  private final Blob content;

  private LargeMessages(PrintStream out, int peers, Blob content) {
    this.out = out;
    this.peers = peers;
    this.content = content;
  }

  /**
   * Runs it.
   *
   * @param args the fat jar, then which heap, how many peers, and how many MiB each sends
   * @throws Exception if the server does not start or a call fails in another way
   */
  public static void main(String[] args) throws Exception {
    String heap = args.length > 1 ? args[1] : "2g";
    int peers = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    int mebibytes = args.length > 3 ? Integer.parseInt(args[3]) : 399;
    byte[] bytes = new byte[mebibytes << 20];
    new Random(1).nextBytes(bytes);
    Path data = Files.createTempDirectory("dateilager-large-");
    try (ServerProcess server =
        ServerProcess.start(Path.of(args[0]), data, List.of("-Xmx" + heap))) {
      System.out.printf("%d peers with %d MiB each, heap %s%n", peers, mebibytes, heap);
      new LargeMessages(System.out, peers, Blob.owned(bytes)).run(server);
      System.out.printf(
          "server's peak resident memory: %,d bytes%n", PeakMemory.of(server.handle().pid()));
    }
  }

  private void run(ServerProcess server) throws Exception {
    String token = Files.readString(server.token()).strip();
    var settings =
        ClientSettings.of("localhost", server.port(), () -> token)
            .withTrust(Trust.of(Optional.of(server.authority()), Map.of()));
    try (var client = DateiLagerClient.connect(settings)) {
      for (int project = 1; project <= peers + 1; project++) {
        client.projects().createProject(new ProjectId(project), List.of(), Optional.empty());
      }
      var updates = new ArrayList<Callable<Boolean>>();
      for (int project = 1; project <= peers; project++) {
        var id = new ProjectId(project);
        updates.add(() -> isTaken(client, id));
      }
      updates.add(() -> update(client, new ProjectId(peers + 1), Blob.utf8("small")) == 1);
      long start = System.nanoTime();
      List<Boolean> taken = Tasks.all(updates, updates.size());
      out.printf(
          "taken %d of %d, and the small one; %.1f s%n",
          Collections.frequency(taken.subList(0, peers), true),
          peers,
          (System.nanoTime() - start) / 1e9);
      if (!taken.getLast()) {
        throw new IllegalStateException("the small update made no version");
      }
      int first = taken.indexOf(true);
      if (first < peers) {
        long bytes = read(client, new ProjectId(first + 1));
        out.printf("one of them came back in %,d bytes%n", bytes);
        if (bytes < content.length()) {
          throw new IllegalStateException("that is too little");
        }
      }
    }
  }

  private boolean isTaken(DateiLagerClient client, ProjectId project) throws DateiLagerException {
    try {
      return update(client, project, content) == 1;
    } catch (ResourceExhausted refused) {
      out.println("refused: " + refused.getMessage());
      return false;
    }
  }

  private static long update(DateiLagerClient client, ProjectId project, Blob bytes)
      throws DateiLagerException {
    try (UpdateStream update = client.projects().update(project)) {
      update.send(new ObjectChange.Put(new ObjectPath("file"), FileMode.file(0644), bytes));
      return update.finish();
    }
  }

  private static long read(DateiLagerClient client, ProjectId project) throws DateiLagerException {
    try (CompressedStream parts =
        client
            .projects()
            .getCompress(project, 0, OptionalLong.empty(), ObjectQuery.prefix(""), Set.of())) {
      long bytes = 0;
      for (Optional<CompressedPart> part = parts.next(); part.isPresent(); part = parts.next()) {
        bytes += part.get().packed().length();
      }
      return bytes;
    }
  }
}
