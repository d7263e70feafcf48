package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One failed sync condemns what was written since, and is never asked again (I12, I13). */
@Timeout(120)
final class SyncErrorTest {
  @TempDir Path dir;

  @BeforeEach
  void needsStrace() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/strace")),
        "NOT RUN: there is no strace here, so no sync was made to fail");
  }

  /** The words of a process of which one sync fails; the store is there already. */
  private List<String> wordsWhenFailing(String call, int time) throws Exception {
    open().close();
    var strace =
        List.of(
            "strace",
            "-f",
            "-y",
            "-e",
            "trace=fsync,syncfs,rename,renameat2",
            "-e",
            "inject=%s:error=EIO:when=%d".formatted(call, time),
            "-o",
            dir.resolve("trace").toString());
    try (StoreProcess process = StoreProcess.start(strace, "sync", path().toString())) {
      List<String> lines = process.lines();
      assumeTrue(!lines.isEmpty(), "NOT RUN: strace may not trace here");
      return lines.stream().filter(line -> !line.startsWith("step ")).toList();
    }
  }

  private Path path() {
    return dir.resolve("store");
  }

  private GoldenStore open() throws DateiLagerException {
    return DiskGoldenStore.open(
        new LinuxDisk(), new NodePath(path().toString()), StoreSettings.DEFAULT);
  }

  @Test
  void add_whenTheFileSystemsSyncFails_keepsNothingAndDoesNotAskAgain() throws Exception {
    List<String> words = wordsWhenFailing("syncfs", 1);
    assertThat(words.get(0)).startsWith("first failed").contains("IoFailed", "EIO");
    assertThat(words.get(1)).startsWith("second failed").contains("an earlier sync failed");
    assertThat(words.get(2)).startsWith("empty failed").contains("an earlier sync failed");
    assertThat(words.get(3)).isEqualTo("found [] 0");
    assertThat(words).last().isEqualTo("ended"); // the download after it wrote everything anew
    List<String> calls = Files.readAllLines(dir.resolve("trace"));
    int failed = indexOf(calls, 0, "EIO");
    int renamed = indexOf(calls, failed, "/objects>");
    assertThat(calls.subList(failed + 1, renamed))
        .as("between the failure and the first pack in place")
        .filteredOn(call -> call.contains("syncfs("))
        .hasSize(1); // that of the second download's first batch, new pages all
    assertWholeAfterwards();
  }

  private static int indexOf(List<String> calls, int from, String text) {
    return IntStream.range(from, calls.size())
        .filter(i -> calls.get(i).contains(text))
        .findFirst()
        .orElseThrow();
  }

  private void assertWholeAfterwards() throws Exception {
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(StoreDay.ONE);
      WholeStore.check(store, path());
    }
  }

  /** Every sync of single files and directories, or a few of them. */
  static IntStream fsyncs() {
    return Rounds.asked() > 1 ? IntStream.rangeClosed(1, 9) : IntStream.of(3, 6, 9);
  }

  @ParameterizedTest(name = "fsync {0}")
  @MethodSource("fsyncs")
  void anyCall_whenASingleSyncFails_saysSoAndTheNextDownloadWorks(int time) throws Exception {
    List<String> words = wordsWhenFailing("fsync", time);
    if (words.getFirst().startsWith("failed")) { // opening, or beginning
      assertThat(words.getFirst()).contains("IoFailed", "EIO");
      try (GoldenStore store = open()) {
        assertThat(store.versions()).isEmpty();
        WholeStore.download(store, StoreDay.ONE, StoreDay.A, StoreDay.B);
      }
    } else {
      assertThat(words).anyMatch(line -> line.contains("EIO")).last().isEqualTo("ended");
    }
    assertWholeAfterwards();
  }
}
