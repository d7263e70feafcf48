package dev.dateilager.bench;

import dev.dateilager.app.tree.TreeComparison;
import dev.dateilager.app.tree.TreeSurvey;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Times the whole service, real processes on a made {@code node_modules}, against what {@code cp}
 * and git take for the same, run for run in turn: once with every file by itself, once packed.
 * Usage: {@code TransferBenchmark JAR DIRECTORY [FILES ROUNDS]}; by default 20,000 files and 3
 * rounds, each with contents of its own. What it makes below the directory is removed again. It
 * exits with 1 if a tree is not what it should be.
 */
public final class TransferBenchmark {
  private static final String PATTERN = "node_modules/.*/";
  private static final int CHANGED = 100;

  private final Path jar;
  private final Path dir;
  private final int files;
  private final ServerProcess server;
  private final Peer peer;
  private final TransferFigures figures = new TransferFigures();

  private TransferBenchmark(Path jar, Path dir, int files, ServerProcess server, Peer peer) {
    this.jar = jar;
    this.dir = dir;
    this.files = files;
    this.server = server;
    this.peer = peer;
  }

  /**
   * Runs it.
   *
   * @param args the fat jar and a directory; then, if given, how many files and rounds
   * @throws Exception if a process fails or a tree is wrong
   */
  public static void main(String[] args) throws Exception {
    Path jar = Path.of(args[0]).toAbsolutePath();
    Path dir = Files.createTempDirectory(Path.of(args[1]).toAbsolutePath(), "transfer-");
    int files = args.length > 2 ? Integer.parseInt(args[2]) : 20_000;
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    PrintStream out = System.out;
    Peer peer = Peer.find();
    if (!peer.hasGit()) {
      out.println("NOT RUN: git is not on the PATH, so most ratios are left out");
    }
    try (ServerProcess server = ServerProcess.start(jar, dir.resolve("server"), List.of())) {
      var benchmark = new TransferBenchmark(jar, dir, files, server, peer);
      for (int round = 0; round < rounds; round++) {
        benchmark.round(2 * round + 1, false);
        benchmark.round(2 * round + 2, true);
      }
      benchmark.figures.print(out);
    } finally {
      remove(dir);
    }
  }

  /** One project from its first update to the last rebuild. */
  private void round(int project, boolean packed) throws Exception {
    Path round = Files.createDirectory(dir.resolve("round" + project));
    Path ours = round.resolve("ours");
    Path theirs = round.resolve("theirs");
    var tree = new MadeTree(ours, files, project);
    long bytes = tree.write();
    peer.copy(ours, theirs);
    peer.init(theirs);
    var create = new ArrayList<>(List.of("new", "--id", Integer.toString(project)));
    if (packed) {
      create.addAll(List.of("--patterns", PATTERN));
    }
    client(create);
    var steps = new Steps(Integer.toString(project), packed, project % 4 < 2);

    steps.run(
        "update, all",
        files,
        bytes,
        steps.update(ours),
        "git add, commit",
        () -> peer.commit(theirs));
    steps.run(
        "update, nothing",
        files,
        bytes,
        steps.update(ours),
        "git status",
        () -> peer.status(theirs));
    long changed = tree.change(CHANGED, ours, theirs);
    steps.run(
        "update, %d changed".formatted(CHANGED),
        CHANGED,
        changed,
        steps.update(ours),
        "git add, commit",
        () -> peer.commit(theirs));
    Path written = round.resolve("written");
    steps.run(
        "get --write",
        files,
        bytes,
        () -> client(List.of("get", "--project", steps.project, "--write", written.toString())),
        "cp -a",
        () -> Optional.of(peer.copy(theirs.resolve("node_modules"), round.resolve("copied"))));
    Path rebuilt = round.resolve("rebuilt");
    Path cloned = round.resolve("cloned");
    steps.run(
        "rebuild, all",
        files,
        bytes,
        steps.rebuild(rebuilt),
        "git clone",
        () -> peer.clone(theirs, cloned));
    steps.run(
        "rebuild, nothing",
        files,
        bytes,
        steps.rebuild(rebuilt),
        "git status",
        () -> peer.status(cloned));
    requireSame(theirs, ours, written, rebuilt);
    remove(round);
  }

  /** Measures in turn. */
  private final class Steps {
    private final String project;
    private final boolean packed;
    private final boolean oursFirst;

    Steps(String project, boolean packed, boolean oursFirst) {
      this.project = project;
      this.packed = packed;
      this.oursFirst = oursFirst;
    }

    Step<Measured> update(Path directory) {
      return () -> client(List.of("update", "--project", project, "--dir", directory.toString()));
    }

    Step<Measured> rebuild(Path directory) {
      return () -> client(List.of("rebuild", "--project", project, "--dir", directory.toString()));
    }

    void run(
        String name,
        long count,
        long bytes,
        Step<Measured> ours,
        String peerName,
        Step<Optional<Measured>> theirs)
        throws Exception {
      Optional<Measured> before = oursFirst ? Optional.empty() : theirs.run();
      Measured measured = ours.run();
      Optional<Measured> other = oursFirst ? theirs.run() : before;
      String step = (packed ? "packed: " : "single: ") + name;
      figures.add(step, count, bytes, measured, peerName, other);
    }
  }

  private interface Step<T> {
    T run() throws Exception;
  }

  private Measured client(List<String> arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            ServerProcess.java(
                List.of( // as bin/dateilager has them
                    "-XX:SharedArchiveFile=" + jar.toString().replaceFirst("\\.jar$", ".jsa"),
                    "-Xlog:disable",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC")));
    command.addAll(List.of("-jar", jar.toString(), "client"));
    command.addAll(arguments);
    command.addAll(List.of("--host", "localhost", "--port", Integer.toString(server.port())));
    var environment =
        Map.of(
            "DL_TOKEN_FILE",
            server.token().toString(),
            "SSL_CERT_FILE",
            server.authority().toString(),
            "LC_ALL",
            "C.UTF-8");
    return Measured.run(dir, command, environment, Optional.of(server.handle()));
  }

  private static void requireSame(Path expected, Path... trees) throws DateiLagerException {
    for (Path tree : trees) {
      TreeComparison.Outcome outcome =
          TreeComparison.between(
              TreeSurvey.of(expected, Long.MAX_VALUE, ".git"::equals), tree, Set.of());
      if (!outcome.holds()) {
        throw new IllegalStateException(
            "'%s' differs: %s".formatted(tree, outcome.differences().getFirst()));
      }
    }
  }

  private static void remove(Path tree) throws IOException, InterruptedException {
    var command = List.of("rm", "-rf", tree.toString());
    Measured.run(Path.of("/"), command, Map.of(), Optional.empty());
  }
}
