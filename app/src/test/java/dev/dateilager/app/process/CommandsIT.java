package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Server, daemon and client as three processes of the fat jar, over TLS and with tokens. */
final class CommandsIT extends WithServer {
  @Test
  @DisplayName("can rebuild the file system: update prints the version, rebuild one line of JSON")
  void updateAndRebuild_answerAsTheGoClientDoes() throws Exception {
    String project = newProject();
    Path source = dir.resolve("source");
    write(source.resolve("a"), "a v1");
    write(source.resolve("d/b"), "b v1");

    Cli.Result update = admin("update", "--project", project, "--dir", source.toString());
    Path target = dir.resolve("target");
    Cli.Result rebuild = admin("rebuild", "--project", project, "--dir", target.toString());
    Cli.Result again = admin("rebuild", "--project", project, "--dir", target.toString());

    assertThat(update.out()).isEqualTo("1\n");
    assertThat(update.err()).contains("\"dl.diff_count\":2").contains("\"dl.version\":1");
    assertThat(rebuild.out())
        .isEqualTo("{\"version\":1,\"count\":2,\"cachedCount\":0,\"fileMatch\":true}\n");
    assertThat(again.out())
        .isEqualTo("{\"version\":1,\"count\":0,\"cachedCount\":0,\"fileMatch\":false}\n");
    assertThat(target.resolve("a")).hasContent("a v1");
    assertThat(target.resolve("d/b")).hasContent("b v1");
  }

  @Test
  void update_withoutDirTakesTheWorkingDirectory() throws Exception { // client.md oddity 22
    String project = newProject();
    Path source = dir.resolve("here");
    write(source.resolve("a"), "a");

    Cli.Result update =
        as("admin")
            .runIn(
                source, client(server.number("dl.port"), "server", "update", "--project", project));

    assertThat(update.status()).as(update.err()).isZero();
    assertThat(update.out()).isEqualTo("1\n");
    assertThat(admin("get", "--project", project, "--from", "-1").err())
        .contains("\"dl.object.path\":\"a\"");
  }

  @Test
  void get_answersNothingAndLogsObjects() throws Exception {
    String project = newProject();
    Path source = dir.resolve("get");
    write(source.resolve("a"), "0123456789abcdef");
    admin("update", "--project", project, "--dir", source.toString());

    Cli.Result get = admin("get", "--project", project, "--prefix", "", "--log-encoding", "json");

    assertThat(get.out()).isEmpty();
    assertThat(get.err().lines()).allMatch(line -> line.startsWith("{\"level\":\""));
    assertThat(get.err())
        .contains("\"dl.object.content\":\"0123456789\"")
        .contains("\"dl.object_count\":1");
  }

  @Test
  @DisplayName("can rebuild the file system with a file matcher")
  void rebuild_tellsWhetherAllNamesMatch() throws Exception {
    String project = newProject();
    Path source = dir.resolve("match");
    write(source.resolve("hello.txt"), "hello");
    admin("update", "--project", project, "--dir", source.toString());

    assertThat(
            admin(
                    "rebuild",
                    "--project",
                    project,
                    "--dir",
                    dir.resolve("m1").toString(),
                    "--matchinclude=hello*",
                    "--summarize=false",
                    "--ignores",
                    "")
                .out())
        .contains("\"fileMatch\":true");
    assertThat(dir.resolve("m1/.dl/sum.s2")).doesNotExist();
    assertThat(
            admin(
                    "rebuild",
                    "--project",
                    project,
                    "--dir",
                    dir.resolve("m2").toString(),
                    "--matchexclude=hello*")
                .out())
        .contains("\"fileMatch\":false");
  }

  @Test
  @DisplayName("can timeout while rebuilding the file system")
  void timeout_isSaidInTheWordsThatConsumersLookFor() throws Exception {
    String project = newProject();

    Cli.Result late =
        call(
            as("admin"),
            "rebuild",
            "--project",
            project,
            "--dir",
            dir.resolve("late").toString(),
            "--timeout",
            "1",
            "--log-encoding",
            "json");

    assertThat(late.status()).isEqualTo(14);
    assertThat(late.out()).isEmpty();
    assertThat(late.err()).contains("context deadline exceeded").startsWith("{\"level\":\"");
  }

  @Test
  void cached_placesTheCacheAndClientsLinkFromIt() throws Exception {
    String project = newProject("--patterns", "^placed/.*/");
    Path source = dir.resolve("packs");
    write(source.resolve("placed/p/one"), "one");
    write(source.resolve("placed/q/two"), "two");
    write(source.resolve("single"), "single");
    admin("update", "--project", project, "--dir", source.toString());
    String version = admin("cache", "create", "--prefix", "placed/").out().strip();
    assertThat(admin("cache", "list").out()).containsPattern("(?m)^" + version + "\t2\t[0-9]+$");
    Path node = Files.createDirectory(dir.resolve("node"));

    try (Daemon cached =
        startCached(node, server.number("dl.port"), "--socket", "", "--cache-version", version)) {
      assertThat(health(cached)).isEqualTo(200);
      Path cache = node.resolve("tenant/cache");
      Cli.Result placed =
          as("admin")
              .run(
                  client(
                      cached.number("dl.port"), "cached", "getcached", "--path", cache.toString()));
      assertThat(placed.status()).as(placed.err()).isZero();
      assertThat(placed.out()).isEmpty();
      assertThat(cache.resolve("versions")).hasContent(version);

      Path app = node.resolve("tenant/app");
      Cli.Result rebuild =
          admin(
              "rebuild",
              "--project",
              project,
              "--dir",
              app.toString(),
              "--cachedir",
              cache.toString());
      assertThat(rebuild.out())
          .isEqualTo("{\"version\":1,\"count\":3,\"cachedCount\":2,\"fileMatch\":true}\n");
      assertThat(app.resolve("placed/p/one")).hasContent("one");
      assertThat(Files.getAttribute(app.resolve("placed/p/one"), "unix:nlink"))
          .isEqualTo(3); // golden copy, placed cache, app

      refusals(cached, node);
      assertThat(cached.terminate()).isZero();
      assertThat(cached.log()).contains("\"msg\":\"cached stopped\"").doesNotContain("v2.public.");
    }
    String nobodys = "1";
    try (Daemon fromDisk = // I11, I19
        startCached(node, nobodys, "--socket", "", "--cache-version", version)) {
      assertThat(health(fromDisk)).isEqualTo(200);
    }
  }

  private void refusals(Daemon cached, Path node) throws Exception {
    Path file = write(node.resolve("file"), "mine");
    Path full = node.resolve("full");
    write(full.resolve("mine"), "mine");
    for (var refused :
        List.of(
            new Refusal(file.toString(), 8, "file"),
            new Refusal(full.toString(), 8, "full"),
            new Refusal(node.resolve("store/objects/x").toString(), 6, "store"),
            new Refusal("/elsewhere", 6, "not below an allowed root"),
            new Refusal("relative", 7, "must be absolute"))) {
      Cli.Result result =
          as("admin")
              .run(
                  client(
                      cached.number("dl.port"), "cached", "getcached", "--path", refused.path()));
      assertRefused(result, refused.status(), refused.says());
    }
    assertThat(file).hasContent("mine");
    assertThat(full.resolve("mine")).hasContent("mine");
    Cli.Result reader =
        as("shared-reader")
            .run(
                client(
                    cached.number("dl.port"),
                    "cached",
                    "getcached",
                    "--path",
                    node.resolve("t").toString()));
    assertRefused(reader, 6, "");
  }

  private record Refusal(String path, int status, String says) {}

  private static int health(Daemon cached) throws Exception {
    var url = URI.create("http://127.0.0.1:" + cached.number("healthz_port") + "/healthz").toURL();
    return ((HttpURLConnection) url.openConnection()).getResponseCode();
  }

  @Test
  void getcache_downloadsForOneself() throws Exception {
    String project = newProject("--patterns", "^own/.*/");
    Path source = dir.resolve("own");
    write(source.resolve("own/p/one"), "one");
    admin("update", "--project", project, "--dir", source.toString());
    String version = admin("cache", "create", "--prefix", "own/").out().strip();
    Path cache = dir.resolve("own-cache");

    Cli.Result fetched = admin("getcache", "--path", cache.toString(), "--version", version);

    assertThat(fetched.out()).isEmpty();
    assertThat(fetched.err()).contains("\"dl.object_count\":1");
    assertThat(cache.resolve("versions")).hasContent(version);
  }

  @Test
  void signedToken_isTakenAndInspected() throws Exception {
    String key = data.resolve("tokens/paseto.key").toString();
    String keys = data.resolve("tokens/paseto.pub").toString();
    Cli.Result signed = plain.run("token", "sign", "--key", key, "--sub", "admin", "--exp", "1h");
    assertThat(signed.status()).as(signed.err()).isZero();
    String token = signed.out().strip();

    Cli.Result inspected = plain.run("token", "inspect", "--paseto", keys, token);
    Cli.Result listed = call(plain.with("DL_TOKEN", token), "cache", "list");

    assertThat(inspected.out()).contains("\"sub\":\"admin\"").contains("\"verified\":true");
    assertThat(inspected.out()).doesNotContain(token);
    assertThat(listed.status()).as(listed.err()).isZero();
  }

  @Test
  void secrets_areTheirOwnersAlone() throws Exception {
    for (String name : List.of("admin", "shared-reader")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token(name))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(server.log()).contains(token("admin").toString());
  }
}
