package dev.dateilager.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs that do with a tree what we do, without a network, a database or versions that many
 * share: {@code cp} and {@code git}. What git has said to keep is on disk, as with us: it flushes
 * all it wrote at once.
 */
final class Peer {
  private static final List<String> GIT =
      List.of(
          "git",
          "-c",
          "core.fsync=all",
          "-c",
          "core.fsyncMethod=batch",
          "-c",
          "gc.auto=0",
          "-c",
          "user.name=bench",
          "-c",
          "user.email=bench@localhost");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1", "LC_ALL", "C.UTF-8");

  private final boolean git;

  private Peer(boolean git) {
    this.git = git;
  }

  /** Looks whether git is there. */
  static Peer find() throws InterruptedException {
    try {
      Measured.run(Path.of("/"), List.of("git", "--version"), ENVIRONMENT, Optional.empty());
      return new Peer(true);
    } catch (IOException _) {
      return new Peer(false);
    }
  }

  boolean hasGit() {
    return git;
  }

  /** {@code cp -a} of a tree to where nothing is. */
  Measured copy(Path from, Path to) throws IOException, InterruptedException {
    var command = List.of("cp", "-a", from.toString(), to.toString());
    return Measured.run(from, command, ENVIRONMENT, Optional.empty());
  }

  /** Makes an empty repository of a tree. */
  void init(Path tree) throws IOException, InterruptedException {
    git(tree, "init", "--quiet");
  }

  /** Adds and commits what changed; absent without git. */
  Optional<Measured> commit(Path tree) throws IOException, InterruptedException {
    Optional<Measured> added = git(tree, "add", "--all");
    Optional<Measured> committed = git(tree, "commit", "--quiet", "--message=change");
    return added.map(
        add ->
            new Measured(
                add.seconds() + committed.orElseThrow().seconds(),
                add.cpuSeconds() + committed.orElseThrow().cpuSeconds(),
                Math.max(add.client(), committed.orElseThrow().client()),
                0,
                0));
  }

  /** Asks what changed; absent without git. */
  Optional<Measured> status(Path tree) throws IOException, InterruptedException {
    return git(tree, "status", "--short");
  }

  /** Clones a repository, its files written; absent without git. */
  Optional<Measured> clone(Path from, Path to) throws IOException, InterruptedException {
    return git(
        from, "clone", "--quiet", "--local", "--no-hardlinks", from.toString(), to.toString());
  }

  private Optional<Measured> git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    if (!git) {
      return Optional.empty();
    }
    var command = new ArrayList<>(GIT);
    command.addAll(List.of(arguments));
    return Optional.of(Measured.run(directory, command, ENVIRONMENT, Optional.empty()));
  }
}
