package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeComparison;
import dev.dateilager.app.tree.TreeCopy;
import dev.dateilager.app.tree.TreeSurvey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class DemoIT {
  /** Names of every awkward kind, in and outside what is packed. */
  private static final String HOSTILE =
      """
      mkdir -p node_modules/a node_modules/b/lib node_modules/@s/c 'empty dir' 'with spaces/x y' Größen
      for i in 1 2 3 4 5 6 7 8 9; do echo "a $i" > node_modules/a/f$i; echo "b $i" > node_modules/b/lib/f$i; done
      echo '{}' > node_modules/.package-lock.json
      echo c > node_modules/@s/c/größe.js
      ln -s ../a/f1 node_modules/b/link
      ln -s nowhere dangling
      ln -s node_modules/a to-directory
      ln -s '../x//y/' odd
      : > empty; : > node_modules/a/empty
      printf x > 'with spaces/x y/z'; printf x > "$(printf 'new\\nline')"; printf x > 'back\\slash'
      printf x > '*?["'; printf x > Größen/ファイル; printf x > ./-dash
      c=$(printf 'c%.0s' $(seq 200)); mkdir -p node_modules/b/$c; printf long > node_modules/b/$c/$c
      d=deep; for i in 1 2 3 4 5; do d=$d/$(printf "$i%.0s" $(seq 200)); done; mkdir -p $d; printf x > $d/f
      echo run > run; chmod 755 run; echo ro > node_modules/a/ro; chmod 444 node_modules/a/ro
      echo shared > node_modules/a/gw; chmod 666 node_modules/a/gw
      mkdir -p nested/only/directories
      mkfifo pipe; printf x > "$(printf 'bad\\377name')"; mkdir .dl; echo 3 > .dl/version
      """;

  @TempDir private Path dir;
  private Path hostile = Path.of("");
  private Path work = Path.of("");
  private Path scratch = Path.of("");

  @BeforeEach
  void makeDirectories() throws Exception {
    hostile = Files.createDirectory(dir.resolve("hostile"));
    work = Files.createDirectory(dir.resolve("work"));
    scratch = Files.createDirectory(dir.resolve("scratch"));
    Process shell =
        new ProcessBuilder("sh", "-ec", HOSTILE)
            .directory(hostile.toFile())
            .redirectError(dir.resolve("shell").toFile())
            .start();
    assertThat(shell.waitFor()).as(Files.readString(dir.resolve("shell"))).isZero();
  }

  private Cli.Result demo(String... options) throws Exception {
    var args = new ArrayList<>(List.of("demo", hostile.toString()));
    args.addAll(List.of("--work-dir", work.toString()));
    args.addAll(List.of(options));
    return new Cli(scratch).run(args.toArray(String[]::new));
  }

  private Tree survey() throws Exception {
    return TreeSurvey.of(hostile, Long.MAX_VALUE, _ -> false);
  }

  @Test
  void hostileTree_comesBackEqualForBothTenantsAndIsNotTouched() throws Exception {
    Tree before = survey();
    Path copy = dir.resolve("copy");
    TreeCopy.of(before, copy);

    Cli.Result demo = demo();

    assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out())
        .contains("every comparison held")
        .contains("pipe: it is a socket, a FIFO or a device")
        .contains("its name is not UTF-8")
        .contains(".dl: the name belongs to the client")
        .contains("place the cache for tenant-2")
        .contains("rebuild tenant-2 again, incrementally");
    assertThat(survey()).isEqualTo(before);
    assertThat(TreeComparison.between(survey(), copy, Set.of()).differences()).isEmpty();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void json_isOneObjectWithTheSameFigures() throws Exception {
    Cli.Result demo = demo("--output", "json");

    assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"holds\":true,\"directory\":{")
        .contains("\"comparisons\":[{\"name\":\"tenant-1\",\"holds\":true,")
        .contains("\"filesPerSecond\":")
        .contains("\"sharedInodes\":");
  }

  @Test
  void keep_leavesTheDirectoryAndSaysHowToGoOn() throws Exception {
    Cli.Result demo = demo("--keep");

    assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
    try (var kept = Files.list(work)) {
      assertThat(kept)
          .singleElement()
          .satisfies(path -> assertThat(demo.out()).contains(path.toString()));
    }
    assertThat(demo.out())
        .contains("dateilager server --data-dir server\n")
        .doesNotContain("v2.public.");
  }

  @Test
  void signal_endsItAndLeavesNothing() throws Exception {
    Path out = dir.resolve("out");
    Process demo =
        new Cli(scratch)
            .start(
                scratch,
                out,
                dir.resolve("err"),
                "demo",
                hostile.toString(),
                "--work-dir",
                work.toString());
    while (demo.isAlive() && isEmpty(work)) {
      demo.waitFor(10, TimeUnit.MILLISECONDS);
    }

    demo.destroy();

    assertThat(demo.waitFor()).isEqualTo(130);
    assertThat(out).isEmptyFile();
    assertThat(work).isEmptyDirectory();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  @Test
  void missingDirectory_isSaid() throws Exception {
    Cli.Result demo = new Cli(scratch).run("demo", dir.resolve("gone").toString());

    assertThat(demo.status()).isEqualTo(3);
    assertThat(demo.err()).startsWith("dateilager: there is no directory '");
  }

  @Test
  void file_isNoDirectory() throws Exception {
    Cli.Result demo = new Cli(scratch).run("demo", hostile.resolve("run").toString());

    assertThat(demo.status()).isEqualTo(8);
    assertThat(demo.err()).contains("is not a directory");
  }

  @Test
  void otherLocale_isRefusedWithAdvice() throws Exception { // F5
    Cli.Result demo = new Cli(scratch).with("LC_ALL", "POSIX").run("demo", hostile.toString());

    assertThat(demo.status()).isEqualTo(8);
    assertThat(demo.err()).contains("LC_ALL=C.UTF-8");
  }
}
