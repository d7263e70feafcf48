package dev.dateilager.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.command.DateiLagerCommand;
import dev.dateilager.app.command.DropIn;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.program.Programs;
import dev.dateilager.domain.model.Blob;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What client commands print, in every form, with a real server behind them. */
@Timeout(300)
final class ClientProgramIT {
  @RegisterExtension static final WireServer SERVER = new WireServer();

  private static final AtomicLong PROJECTS = new AtomicLong(5_000_000);

  @TempDir private Path directory;

  private record Said(int status, String out, String err, Blob bytes) {}

  private Said run(boolean asGo, String... args) {
    LocalServer server = SERVER.local();
    Path token = server.identity().vault().orElseThrow().adminToken();
    var surroundings =
        new Surroundings(
            Map.of("DL_ENV", "test", "DL_TOKEN_FILE", token.toString()), directory, false);
    var bytes = new ByteArrayOutputStream();
    var programs =
        new Programs(surroundings, InputStream.nullInputStream(), bytes, InstantSource.system());
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<String>();
    if (!asGo) {
      all.add("client");
    }
    all.addAll(List.of(args));
    all.addAll(
        List.of(
            "--host",
            "localhost",
            "--port",
            Integer.toString(server.server().port()),
            "--ca-cert",
            server.identity().tls().certificate().toString()));
    String[] line = all.toArray(String[]::new);
    int status =
        asGo
            ? DropIn.named("client")
                .orElseThrow()
                .execute(
                    programs,
                    surroundings,
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    line)
            : DateiLagerCommand.commandLine(programs)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line);
    return new Said(status, out.toString(), err.toString(), Blob.copyOf(bytes.toByteArray()));
  }

  /** What a command that is done answers. */
  private String out(String line) {
    Said said = run(false, line.split(" "));
    assertThat(said.status()).as(said.err()).isZero();
    return said.out();
  }

  private String project(String... files) throws Exception {
    String id = Long.toString(PROJECTS.incrementAndGet());
    assertThat(out("new --id " + id + " --patterns ^pack/[^/]+/ --output json"))
        .isEqualTo("{\"project\":" + id + "}\n");
    if (files.length > 0) {
      Path source = directory.resolve("source-" + id);
      for (String file : files) {
        Files.createDirectories(source.resolve(file).getParent());
        Files.writeString(source.resolve(file), file + " v1");
      }
      assertThat(out("update --project " + id + " --dir " + source + " --output ndjson"))
          .isEqualTo("{\"version\":1,\"count\":" + files.length + "}\n");
    }
    return id;
  }

  @Test
  void projects_areListedClonedRolledBackInspectedAndDeleted() throws Exception {
    String source = project("a", "pack/p/b", "pack/p/c");
    String target = project();

    assertThat(out("list")).contains(source + "\t1\n", target + "\t0\n");
    assertThat(out("list --output ndjson"))
        .contains("{\"project\":" + source + ",\"version\":1}\n");
    assertThat(out("list --output json")).startsWith("[{\"project\":").endsWith("}]\n");
    assertThat(out("clone --source " + source + " --target " + target)).isEqualTo("1\n");
    assertThat(out("clone --source " + source + " --target " + target + " --output json"))
        .isEqualTo(
            "{\"source\":%s,\"sourceVersion\":1,\"project\":%s,\"version\":2}\n"
                .formatted(source, target));
    assertThat(out("inspect --project " + target)).isEmpty();
    assertThat(out("inspect --project " + target + " --output json"))
        .isEqualTo(
            "{\"project\":%s,\"latestVersion\":2,\"liveObjects\":3,\"objectRows\":2}\n"
                .formatted(target));
    assertThat(out("rollback --project " + target + " --to 0 --output text"))
        .isEqualTo("project %s is at version 0\n".formatted(target));
    assertThat(out("delete --project " + target)).isEmpty();
    assertThat(run(false, "inspect", "--project", target).status()).isEqualTo(3);
    Said missing = run(false, "clone", "--source", target, "--target", source);
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.err()).contains("project " + target + " does not exist");
  }

  @Test
  void snapshot_isOneLineThatResetTakes() throws Exception {
    String project = project("a");
    String state = out("snapshot").strip();
    assertThat(state).contains(project + "=1");
    String later = project();

    assertThat(out("reset --state " + state)).isEmpty();

    assertThat(out("list")).contains(project + "\t1\n").doesNotContain(later + "\t");
    assertThat(out("snapshot --output json"))
        .startsWith("{\"state\":\"" + state + "\",\"projects\":[");
  }

  @Test
  void gc_answersAsTheGoClientDoes() throws Exception {
    String project = project("a");

    assertThat(out("gc --mode project --project " + project + " --keep 1"))
        .isEqualTo("{\"count\":0}\n");
    assertThat(out("gc --mode project --keep 1 --output json --project " + project))
        .isEqualTo("{\"count\":0,\"projects\":[" + project + "]}\n");
    assertThat(out("gc --mode random-projects --sample 0 --keep 1 --from -1"))
        .isEqualTo("{\"count\":0}\n");
    assertThat(out("gc --mode contents --sample 0")).isEqualTo("{\"count\":0}\n");
  }

  @Test
  void get_listsPrintsAndWrites() throws Exception {
    String project = project("a", "pack/p/b");

    assertThat(out("get --project " + project)).isEmpty();
    assertThat(out("get --output text --project " + project).lines())
        .containsExactlyInAnyOrder("-rw-r--r--\t4\ta", "-rw-r--r--\t11\tpack/p/b");
    assertThat(out("get --output ndjson --contents --path a --project " + project))
        .contains("\"path\":\"a\"", "\"content\":\"YSB2MQ==\"");
    Said printed = run(false, "get", "--path", "pack/p/b", "--print", "--project", project);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.bytes()).isEqualTo(Blob.utf8("pack/p/b v1"));
    Path target = directory.resolve("written");
    assertThat(out("get --write " + target + " --output text --project " + project))
        .isEqualTo("2 objects written to " + target + "\n");
    assertThat(target.resolve("pack/p/b")).hasContent("pack/p/b v1");
    assertThat(target.resolve(".dl")).doesNotExist();
    assertThat(run(false, "get", "--write", target.toString(), "--project", project).status())
        .isEqualTo(8);
  }

  @Test
  void caches_areMadeListedInspectedAndRetired() throws Exception {
    String project = project("pack/wire-" + PROJECTS.get() + "/b");
    String prefix = "pack/wire-";

    String version = out("cache create --prefix " + prefix + " --max-mib 1").strip();
    assertThat(out("cache list")).startsWith(version + "\t");
    String text = out("cache inspect --version " + version);
    assertThat(text.lines().findFirst()).contains(out("cache list").lines().findFirst().orElse(""));
    assertThat(text).contains("\n" + project + "\t1\n");
    assertThat(out("cache inspect --output json --version " + version))
        .startsWith("{\"version\":" + version + ",")
        .contains("\"projects\":[", "{\"project\":" + project + ",\"packs\":1}");
    Said newest = run(false, "cache", "retire", "--version", version);
    assertThat(newest.status()).isEqualTo(8);
    assertThat(out("cache retire --force --output json --version " + version))
        .startsWith("{\"version\":" + version + ",");
    assertThat(run(false, "cache", "inspect", "--version", version).status()).isEqualTo(3);
  }

  @Test
  void doctor_tellsOfTheWholeWay() {
    Said said = run(false, "doctor", "--dir", directory.toString(), "--output", "ndjson");

    assertThat(said.out().lines())
        .anyMatch(line -> line.startsWith("{\"name\":\"server\",\"level\":\"ok\""))
        .anyMatch(line -> line.startsWith("{\"name\":\"tls\",\"level\":\"ok\""))
        .anyMatch(line -> line.startsWith("{\"name\":\"token\",\"level\":\"ok\""))
        .anyMatch(line -> line.startsWith("{\"name\":\"directory\",\"level\":\"ok\""));
  }

  @Test
  void dropIn_printsWhatTheJavaScriptClientReads() throws Exception {
    String project = project("hello.txt");
    Path target = directory.resolve("target");

    Said rebuilt =
        run(
            true,
            "rebuild",
            "--log-encoding",
            "json",
            "--timeout",
            "0",
            "--project",
            project,
            "--dir",
            target.toString(),
            "--matchinclude=hello*");

    assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
    assertThat(rebuilt.out())
        .isEqualTo("{\"version\":1,\"count\":1,\"cachedCount\":0,\"fileMatch\":true}\n");
    assertThat(rebuilt.err().lines()).allMatch(line -> line.startsWith("{\"level\":\""));
    Said refused = run(true, "inspect", "--project", "1", "--log-encoding", "json");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines())
        .allMatch(line -> line.startsWith("{\"level\":\""))
        .last()
        .asString()
        .contains("\"msg\":\"command failed\"");
  }
}
