package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What operators do with a running {@code cached}, over its socket. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit calls publish before any test
final class NodeCommandsIT extends WithServer {
  private String project;
  private Path source;

  @BeforeAll
  void publish() throws Exception {
    project = newProject("--patterns", "^placed/.*/");
    source = dir.resolve("packs");
    write(source.resolve("placed/p/one"), "one");
    write(source.resolve("placed/q/two"), "two");
    newVersion();
  }

  private String newVersion() throws Exception {
    admin("update", "--project", project, "--dir", source.toString());
    return admin("cache", "create", "--prefix", "placed/").out().strip();
  }

  private Daemon cached(Path node, String port) throws Exception {
    return startCached(node, port, "--socket", socket(node), "--scrub-mib-per-second", "0");
  }

  private static String socket(Path node) {
    return node.resolve("run/cached.sock").toString();
  }

  private Cli.Result node(Path node, String... args) throws Exception {
    var all = new ArrayList<>(List.of("cached"));
    all.addAll(List.of(args));
    all.addAll(List.of("--socket", socket(node)));
    return plain.run(all.toArray(String[]::new));
  }

  private String ok(Path node, String... args) throws Exception {
    Cli.Result result = node(node, args);
    assertThat(result.status()).as(result.err()).isZero();
    return result.out();
  }

  private String awaitStatus(Path node, String part) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (true) {
      String status = ok(node, "status", "--output", "json");
      if (status.contains(part)) {
        return status;
      }
      assertThat(System.nanoTime()).as("%s in %s", part, status).isLessThan(end);
    }
  }

  private static String metrics(Daemon cached) throws Exception {
    var url = URI.create("http://localhost:" + cached.number("healthz_port") + "/metrics").toURL();
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @Order(1) // counts what the project holds, to which the next adds
  void aNodesLife() throws Exception {
    Path node = Files.createDirectory(dir.resolve("node"));
    Path target = node.resolve("tenant/cache");
    String first = newVersion();
    try (Daemon cached = cached(node, server.number("dl.port"))) {
      assertThat(ok(node, "status", "--output", "json"))
          .startsWith("{\"ready\":true,\"version\":" + first + ",\"stale\":false,");
      assertThat(ok(node, "place", target.toString()))
          .startsWith(
              "placed cache version %s at %s: 2 linked, 0 cloned, 0 copied"
                  .formatted(first, target));
      assertThat(ok(node, "placements")).contains("\tlink\t2\t0\t0\t").contains(target.toString());
      assertThat(ok(node, "explain", target.resolve("versions").toString()))
          .contains("belongs to the placement '%s' of cache version %s".formatted(target, first));

      write(source.resolve("placed/r/three"), "three");
      String second = newVersion();
      cached.signal("HUP");
      awaitStatus(node, "\"version\":" + second + ",");
      assertThat(ok(node, "refresh")).isEqualTo("cache version " + second + " is held already\n");
      assertThat(target.resolve("versions")).as("a placement stays as it is").hasContent(first);
      assertThat(ok(node, "place", target.toString(), "--link-mode", "copy", "--output", "json"))
          .contains("\"mode\":\"copy\",\"linked\":0,\"cloned\":0,\"copied\":3");
      assertThat(target.resolve("versions")).hasContent(second);

      damageAndRepair(node, target);
      assertThat(ok(node, "prune", "--keep", "1", "--dry-run")).startsWith("would remove " + first);
      assertThat(ok(node, "prune", "--keep", "1")).startsWith("removed " + first);
      assertThat(ok(node, "doctor"))
          .contains("ok      server: it answers")
          .contains("ok      token: ")
          .doesNotContain("error ");
      assertThat(cached.log()) // it looked at its own files, too, when it was hung up on
          .contains("TLS certificate unchanged")
          .contains("token keys unchanged");
      assertThat(ok(node, "release", target.toString())).isEqualTo("released " + target + "\n");
      assertThat(target).doesNotExist();
      assertThat(ok(node, "release", target.toString())).startsWith("no placement stands at");
      assertThat(metrics(cached))
          .contains("dateilager_cached_ready 1")
          .contains("dateilager_cached_cache_version " + second)
          .contains("dateilager_cached_placements_made_total{mode=\"link\",outcome=\"ok\"} 1.0")
          .contains("dateilager_cached_placed_files_total{way=\"copy\"} 3.0");
      assertThat(cached.log()).doesNotContain("v2.public."); // I23
      cached.signal("KILL");
      cached.awaitEnd();
    }
    fromDisk(node);
  }

  private void damageAndRepair(Path node, Path target) throws Exception {
    assertThat(ok(node, "verify")).contains("all are what their manifests say");
    try (Stream<Path> files = Files.walk(node.resolve("store/objects"))) {
      Path golden = files.filter(file -> file.endsWith("three")).findFirst().orElseThrow();
      Files.writeString(golden, "THREE");
    }
    Cli.Result found = node(node, "verify");
    assertThat(found.status()).isEqualTo(9);
    assertThat(found.out()).contains("placed/r/three").contains("  placed at " + target);
    assertThat(ok(node, "verify", "--repair")).contains("1 findings, 1 packs fetched again");
    assertThat(ok(node, "verify")).contains("all are what their manifests say");
  }

  /** After kill -9, and with nobody listening where the server was (R6, I11, I19). */
  private void fromDisk(Path node) throws Exception {
    try (Daemon cached = cached(node, "1")) {
      String status = awaitStatus(node, "\"failure\":\"");
      assertThat(status).startsWith("{\"ready\":true,").contains("\"stale\":true");
      assertThat(ok(node, "place", node.resolve("again").toString())).contains("3 linked");
      Cli.Result doctor = node(node, "doctor", "--output", "json");
      assertThat(doctor.status()).isEqualTo(8);
      assertThat(doctor.out()).contains("{\"name\":\"server\",\"level\":\"error\"");
      assertThat(cached.terminate()).isZero();
    }
    assertRefused(node(node, "status"), 10, "no daemon listens at");
  }

  /** It tells so, and neither placing nor looking waits for it (I15, I19). */
  @Test
  @Order(2)
  void aServerThatHangs_holdsNothingUp_andIsAskedOnOnceItIsBack() throws Exception {
    Path node = Files.createDirectory(dir.resolve("waiting"));
    Path target = node.resolve("tenant/cache");
    String first = newVersion();
    try (Daemon cached = cached(node, server.number("dl.port"))) {
      write(source.resolve("placed/s/four"), "four");
      String second = newVersion();
      server.signal("STOP");
      try {
        cached.signal("HUP");
        assertThat(awaitStatus(node, "\"refreshingSince\":\"2"))
            .startsWith("{\"ready\":true,\"version\":" + first + ",");
        assertThat(ok(node, "place", target.toString()))
            .startsWith("placed cache version " + first);
        assertThat(ok(node, "place", target.toString()))
            .startsWith("placed cache version " + first);
        assertThat(ok(node, "verify")).contains("all are what their manifests say");
        Cli.Result doctor = node(node, "doctor", "--output", "json");
        assertThat(doctor.status()).as(doctor.err()).isEqualTo(8);
        assertThat(doctor.out()).contains("{\"name\":\"server\",\"level\":\"error\"");
        assertThat(ok(node, "release", target.toString())).isEqualTo("released " + target + "\n");
      } finally {
        server.signal("CONT");
      }
      awaitStatus(node, "\"version\":" + second + ",\"stale\":false,");
      assertThat(ok(node, "place", target.toString())).startsWith("placed cache version " + second);
      assertThat(cached.terminate()).isZero();
    }
  }

  @Test
  void aCommandThatMakesNoSense_isRefused() throws Exception {
    Path node = dir.resolve("nobody");
    for (var args :
        List.of(
            new String[] {"prune", "--keep", "0"},
            new String[] {"place", "relative"},
            new String[] {"status", "--output", "yaml"},
            new String[] {"release"})) {
      assertThat(node(node, args).status()).as(String.join(" ", args)).isEqualTo(2);
    }
  }
}
