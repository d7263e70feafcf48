package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.WorkspaceFiles;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.workspace.ClientFacts.CacheFacts;
import dev.dateilager.domain.workspace.ClientFacts.DirectoryFacts;
import dev.dateilager.domain.workspace.ClientFacts.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a doctor finds out about directories, and that nothing is left of it. */
final class WorkspaceProbeTest {
  @TempDir private Path temporary;

  private Path cache() throws IOException {
    Path cache = temporary.resolve("cache");
    Path pack = Files.createDirectories(cache.resolve("objects/" + "a".repeat(64) + "/p/q"));
    Files.createFile(pack.resolve("an-empty-file"));
    Files.writeString(pack.resolve("file"), "text");
    Files.writeString(cache.resolve("versions"), "3\n");
    return cache;
  }

  private static List<String> names(Path directory) throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void directory_isTriedOutAndLeftAsItWas() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("work"));
    Files.writeString(directory.resolve("mine"), "mine");

    DirectoryFacts facts = WorkspaceFiles.tryDirectory(directory);

    assertThat(facts.trouble()).isEmpty();
    assertThat(facts.path()).isEqualTo(directory.toString());
    assertThat(facts.space().bytes()).isPositive();
    assertThat(facts.tellsCases()).isTrue();
    assertThat(names(directory)).containsExactly("mine");
  }

  @Test
  void directory_thatIsStillToBeMade_isJudgedByTheOneAbove() throws Exception {
    assertThat(WorkspaceFiles.tryDirectory(temporary.resolve("new")).trouble()).isEmpty();
    assertThat(names(temporary)).isEmpty();
    assertThat(WorkspaceFiles.tryDirectory(temporary.resolve("new/er")).trouble())
        .containsInstanceOf(NotFound.class);
  }

  @Test
  void file_isNoDirectory() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "text");

    assertThat(WorkspaceFiles.tryDirectory(file).trouble())
        .containsInstanceOf(FailedPrecondition.class);
    assertThat(file).hasContent("text");
  }

  @Test
  void cache_isTakenFromByTheBestWay() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("work"));

    CacheFacts facts = WorkspaceFiles.tryCache(directory, cache());

    assertThat(facts.trouble()).isEmpty();
    assertThat(facts.versions()).containsExactly(new CacheVersion(3));
    assertThat(facts.taken().map(Taken::way)).contains(Taken.Way.LINKED); // its owner is this user
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void cache_thatIsNone_isSaidToBe() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("work"));
    assertThat(WorkspaceFiles.tryCache(directory, temporary.resolve("none")).trouble())
        .containsInstanceOf(NotFound.class);

    Files.createDirectories(temporary.resolve("empty/objects"));
    CacheFacts facts = WorkspaceFiles.tryCache(directory, temporary.resolve("empty"));
    assertThat(facts.trouble()).isEmpty();
    assertThat(facts.taken()).isEmpty();
  }
}
