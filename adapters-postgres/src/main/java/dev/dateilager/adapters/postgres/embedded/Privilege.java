package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.embedded.Program.Result;
import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run, which refuse to run as root.
 *
 * <p>Root puts them into a user namespace of their own: no capability is left to them there, and
 * the files stay root's, so that no other user's processes reach them and the data directory may
 * lie anywhere. Where namespaces are forbidden, as in many containers, they run as {@code nobody},
 * who then owns the cluster and must be able to reach it.
 *
 * @param prefix what goes before a program and its arguments; empty for who is not root
 * @param owner the user id that is to own what the programs write; absent for our own
 */
record Privilege(List<String> prefix, OptionalInt owner) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NOBODY = 65534;
  private static final String OWNER = "unix:uid";

  Privilege {
    prefix = List.copyOf(prefix);
  }

  static Privilege own() {
    return new Privilege(List.of(), OptionalInt.empty());
  }

  static Privilege userNamespace() {
    return new Privilege(List.of("unshare", "--user"), OptionalInt.empty());
  }

  static Privilege user(int id) {
    return new Privilege(
        List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"), OptionalInt.of(id));
  }

  /** The command that runs {@code program} so. */
  List<String> command(List<String> program) {
    var command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  /**
   * Chooses by trying.
   *
   * @param cluster where the cluster is or will be; who owns it already is kept
   * @throws Unsupported if the programs do not run on this machine at all
   * @throws FailedPrecondition if there is no way for root
   */
  static Privilege choose(Binaries binaries, Path cluster) throws DateiLagerException {
    Result plain = own().tryOn(binaries);
    if (!plain.succeeded()) {
      throw new Unsupported(
          "the embedded PostgreSQL does not run on this machine (%s); its directory may be mounted"
                  .formatted(plain.output())
              + " noexec, or the C library be another than glibc:"
              + " choose another directory or give a server's address with --dburi");
    }
    try {
      if (uid(Path.of("/proc/self")) != 0) {
        return own();
      }
      int present = Files.exists(cluster) ? uid(cluster) : 0;
      return forRoot(binaries, present == 0 ? OptionalInt.empty() : OptionalInt.of(present));
    } catch (IOException failed) {
      throw FileTrouble.of("could not look at '%s'".formatted(cluster), failed);
    }
  }

  private static Privilege forRoot(Binaries binaries, OptionalInt present)
      throws IOException, FailedPrecondition {
    Result namespace = userNamespace().tryOn(binaries);
    if (present.isEmpty() && namespace.succeeded()) {
      return userNamespace();
    }
    Privilege other = user(present.orElse(NOBODY));
    Files.setPosixFilePermissions( // let the other user through, but not look around
        binaries.home().resolve("..").normalize(), PosixFilePermissions.fromString("rwx--x--x"));
    Result dropped = other.tryOn(binaries);
    if (dropped.succeeded()) {
      return other;
    }
    throw new FailedPrecondition(
        ("PostgreSQL refuses to run as root, and root could neither enter a user namespace (%s)"
                + " nor become user %d (%s): run as another user, install unshare and setpriv of"
                + " util-linux, or give a server's address with --dburi")
            .formatted(namespace.output(), present.orElse(NOBODY), dropped.output()));
  }

  private Result tryOn(Binaries binaries) {
    return Program.run(
        command(List.of(binaries.program("postgres"), "--version")), binaries.home(), PATIENCE);
  }

  /** Gives a directory and all in it to the programs' user, if that is another than ours. */
  void own(Path directory) throws IOException {
    if (owner.isEmpty()) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, OWNER, owner.getAsInt(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, OWNER);
  }
}
