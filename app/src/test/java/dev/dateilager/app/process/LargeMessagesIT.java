package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Messages as large as old peers send them, in an eighth of the size: a heap of 256 MiB is to take
 * those of 60 MiB, a few at a time (I27, R9).
 */
final class LargeMessagesIT extends WithServer {
  private static final int TAKEN = 60 << 20;
  private static final int REFUSED = 66 << 20;

  @Override
  Cli around(Cli cli) {
    return cli.withJava("-Xmx256m");
  }

  private static Path tree(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content); // does not compress
    Path tree = Files.createDirectories(dir.resolve(name));
    Files.write(tree.resolve("large"), content);
    return tree;
  }

  @DisplayName("R9: large messages pass a few at a time, and what was sent comes back")
  @Test
  void update_ofLargeFilesAtOnce_passes() throws Exception {
    var trees = new ArrayList<Path>();
    var updates = new ArrayList<Future<Cli.Result>>();
    var projects = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        Path tree = tree("large-" + i, TAKEN);
        String project = newProject();
        trees.add(tree);
        projects.add(project);
        updates.add(
            threads.submit(
                () -> call(as("admin"), "update", "--project", project, "--dir", tree.toString())));
      }
      for (Future<Cli.Result> update : updates) {
        assertThat(update.get().status()).as(update.get().err()).isZero();
      }
    }

    Path copy = dir.resolve("copy");
    admin("rebuild", "--project", projects.get(1), "--dir", copy.toString());

    assertThat(Files.mismatch(copy.resolve("large"), trees.get(1).resolve("large"))).isEqualTo(-1);
  }

  @DisplayName("R9: a message that a heap cannot bear is RESOURCE_EXHAUSTED, nothing else suffers")
  @Test
  void update_ofAFileThatIsTooLarge_isRefused_andOthersGoOn() throws Exception {
    String large = newProject();
    String small = newProject();
    Path tree = tree("too-large", REFUSED);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var refused = new ArrayList<Future<Cli.Result>>();
      for (int i = 0; i < 2; i++) {
        refused.add(
            threads.submit(
                () -> call(as("admin"), "update", "--project", large, "--dir", tree.toString())));
      }
      Path one = dir.resolve("small");
      write(one.resolve("file"), "small");
      admin("update", "--project", small, "--dir", one.toString());
      for (Future<Cli.Result> update : refused) {
        assertRefused(update.get(), 11, "67108864");
      }
    }
    Path nothing = dir.resolve("nothing");
    assertThat(admin("rebuild", "--project", large, "--dir", nothing.toString()).out())
        .contains("\"version\":0");
    assertThat(server.log()).contains("the heap is too small for the longest messages");
  }
}
