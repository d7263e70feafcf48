package dev.dateilager.adapters.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinariesTest {
  @Test
  void resource_isChosenByThePlatform() throws Exception {
    assertThat(Binaries.resource("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
    assertThat(Binaries.resource("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
    for (String name : List.of("postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz")) {
      assertThat(Binaries.class.getClassLoader().getResource(name)).as(name).isNotNull();
    }
  }

  @Test
  void resource_forAPlatformWeHaveNothingFor_saysWhatToDo() {
    assertThatThrownBy(() -> Binaries.resource("Mac OS X", "aarch64"))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("--dburi");
    assertThatThrownBy(() -> Binaries.resource("Linux", "riscv64"))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("riscv64");
  }

  @Test
  void in_unpacksOnceAndMendsWhatWasDamaged(@TempDir Path data) throws Exception {
    Path unfinished = Files.createDirectories(data.resolve("unpacking-1/bin"));
    Binaries binaries = Binaries.in(data);
    Path postgres = Path.of(binaries.program("postgres"));

    assertThat(
            Program.run(List.of(postgres.toString(), "--version"), data, Duration.ofSeconds(30))
                .output())
        .isEqualTo("postgres (PostgreSQL) " + Binaries.VERSION);
    assertThat(unfinished).doesNotExist();

    var first = Files.getLastModifiedTime(postgres);
    Binaries.in(data);
    assertThat(Files.getLastModifiedTime(postgres)).isEqualTo(first);

    Files.write(binaries.home().resolve("share/postgresql/postgres.bki"), new byte[0]);
    Binaries.in(data); // as after power loss
    assertThat(binaries.home().resolve("share/postgresql/postgres.bki")).isNotEmptyFile();
    try (Stream<Path> names = Files.list(data)) {
      assertThat(names).containsExactly(binaries.home());
    }
  }
}
