package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RenewalsTest {
  private final Logged logged = new Logged();
  private final List<String> taken = new ArrayList<>();
  private final Path directory;
  private final Path first;
  private final Path second;
  private final Renewals renewals;

  RenewalsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    first = Files.writeString(directory.resolve("first"), "1");
    second = Files.writeString(directory.resolve("second"), "1");
    renewals =
        Renewals.start(
            logged.log(),
            List.of(new Renewals.Renewal("thing", List.of(first, second), this::take)),
            Duration.ofDays(1));
  }

  @AfterEach
  void stop() {
    renewals.close();
  }

  /** As a certificate and its key are taken: both halves must fit. */
  private void take() throws DateiLagerException {
    try {
      String both = Files.readString(first) + Files.readString(second);
      if (both.charAt(0) != both.charAt(1)) {
        throw new InvalidArgument("the halves do not fit");
      }
      taken.add(both);
    } catch (IOException missing) {
      throw new InvalidArgument("a file is missing");
    }
  }

  @Test
  void look_atUnchangedFiles_doesAndSaysNothing() {
    renewals.look(false);

    assertThat(taken).isEmpty();
    assertThat(logged.lines()).isEmpty();
  }

  @Test
  void look_whenAsked_saysThatNothingChanged() {
    renewals.look(true);

    assertThat(taken).isEmpty();
    assertThat(logged.lines()).singleElement().asString().contains("thing unchanged");
  }

  @Test
  void look_atChangedFiles_takesThemOverOnce() throws Exception {
    Files.writeString(first, "2");
    Files.writeString(second, "2");
    renewals.look(false);
    renewals.look(false);

    assertThat(taken).containsExactly("22");
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .contains("\"level\":\"info\"")
        .contains("thing renewed")
        .contains(first.toString());
  }

  @Test
  void look_atAHalf_keepsTheFormerAndSaysSoOnce_untilTheOtherComes() throws Exception {
    Files.writeString(first, "2");
    renewals.look(false);
    renewals.look(false);

    assertThat(taken).isEmpty();
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .contains("\"level\":\"error\"")
        .contains("the former stays in use")
        .contains("the halves do not fit");

    Files.writeString(second, "2");
    renewals.look(false);
    assertThat(taken).containsExactly("22");
    assertThat(logged.lines()).singleElement().asString().contains("thing renewed");
  }

  @Test
  void look_atABrokenFile_whenAsked_saysSoAgain() throws Exception {
    Files.delete(second);
    renewals.look(false);
    renewals.look(true);

    assertThat(logged.lines()).hasSize(2).allMatch(line -> line.contains("a file is missing"));
  }

  @Test
  void look_atAFileThatWasPutBack_saysThatAllIsWell() throws Exception {
    Files.writeString(first, "2");
    renewals.look(false);
    var _ = logged.lines();
    Files.writeString(first, "1");
    renewals.look(false);
    renewals.look(false);

    assertThat(taken).isEmpty();
    assertThat(logged.lines()).singleElement().asString().contains("thing unchanged");
  }

  /** As Kubernetes mounts a secret: names are links into a directory that one rename exchanges. */
  @Test
  void look_throughTheLinksOfAMountedSecret_seesTheChange() throws Exception {
    for (String version : List.of("1", "2")) {
      Path data = Files.createDirectory(directory.resolve("..data" + version));
      Files.writeString(data.resolve("key"), version);
    }
    Path current = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..data1"));
    Path key = Files.createSymbolicLink(directory.resolve("key"), Path.of("..data/key"));
    var seen = new ArrayList<String>();
    try (var mounted =
        Renewals.start(
            logged.log(),
            List.of(
                new Renewals.Renewal(
                    "secret", List.of(key), () -> seen.add(PrivateFiles.read(key, "secret")))),
            Duration.ofDays(1))) {
      Path next = Files.createSymbolicLink(directory.resolve("..next"), Path.of("..data2"));
      Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
      mounted.look(false);
    }

    assertThat(seen).containsExactly("2");
  }

  @Test
  void start_looksByItself() throws Exception {
    var seen = new CountDownLatch(1);
    try (var often =
        Renewals.start(
            logged.log(),
            List.of(new Renewals.Renewal("thing", List.of(first), seen::countDown)),
            Duration.ofMillis(5))) {
      Files.writeString(first, "2");
      assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
      often.now();
    }
  }
}
