package dev.dateilager.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users run it: {@code java -jar}, on the class path, in a process of its own. */
final class FatJarIT {
  private static final Path JAR =
      Path.of(Objects.requireNonNull(System.getProperty("dateilager.jar"), "dateilager.jar"));

  @TempDir private Path dir;

  @Test
  void version_isAnsweredWithoutAWordOnStandardError() throws Exception {
    var process = run("--version");

    assertThat(process.waitFor()).isZero();
    assertThat(dir.resolve("out")).content().startsWith("dateilager ");
    assertThat(dir.resolve("err")).isEmptyFile();
  }

  @Test
  void manifest_letsLibrariesCallNativeCodeUnwarned() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
      assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
    }
  }

  @Test
  void jar_holdsNoDescriptor() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(name -> name.endsWith("module-info.class"));
    }
  }

  private Process run(String... args) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command = new ArrayList<>(List.of(java.toString(), "-jar", JAR.toString()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(dir.resolve("out").toFile())
        .redirectError(dir.resolve("err").toFile())
        .start();
  }
}
