package dev.dateilager.adapters.grpc;

import com.sun.security.auth.module.UnixSystem;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * The place of a UNIX-domain socket that only the daemon's own user and root reach: a file of mode
 * 0600 in a directory of mode 0700 that belongs to the daemon (I28). Since nobody else can change
 * anything in that directory, what is checked there by path stays true.
 *
 * <p>Two daemons that start in the same moment are kept apart by their store's lock (I14), not
 * here.
 */
final class AdminSocket {
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int KIND = 0170000;
  private static final int SOCKET = 0140000;
  private static final int DIRECTORY = 0040000;

  private final Path path;
  private final Path directory;

  private AdminSocket(Path path, Path directory) {
    this.path = path;
    this.directory = directory;
  }

  /**
   * Makes the directory unless it is there, and takes a socket away that nobody listens on.
   *
   * @param path absolute; the directory's parent must exist
   * @throws FailedPrecondition if the directory or what stands at the path is not as it must be, or
   *     a process listens there; nothing was changed but that the directory may have been made
   */
  static AdminSocket prepare(Path path) throws FailedPrecondition {
    Path directory = path.getParent();
    if (!path.isAbsolute() || directory == null || directory.getParent() == null) {
      throw new FailedPrecondition(
          "socket '%s' must be an absolute path, in a directory of its own".formatted(path));
    }
    var socket = new AdminSocket(path, directory);
    try {
      socket.makeDirectory();
      socket.checkDirectory();
      socket.clearPath();
      return socket;
    } catch (NoSuchFileException missing) {
      throw new FailedPrecondition(
          "cannot make socket '%s': '%s' does not exist".formatted(path, missing.getFile()),
          missing);
    } catch (IOException refused) {
      throw new FailedPrecondition("cannot make socket '%s': %s".formatted(path, refused), refused);
    }
  }

  private void makeDirectory() throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
    } catch (FileAlreadyExistsException _) {
      // checked like one of ours, which it mostly is
    }
  }

  private void checkDirectory() throws IOException, FailedPrecondition {
    int mode = unix(directory, "mode");
    long uid = Integer.toUnsignedLong(unix(directory, "uid"));
    long ours = new UnixSystem().getUid();
    if (mode != (DIRECTORY | 0700) || uid != ours) {
      throw new FailedPrecondition(
          "'%s' must be a directory of mode 700 that belongs to user %d,".formatted(directory, ours)
              + " it is %s of mode %o that belongs to user %d: remove it, or name another socket"
                  .formatted(
                      (mode & KIND) == DIRECTORY ? "a directory" : "something else",
                      mode & ~KIND,
                      uid));
    }
  }

  private static int unix(Path path, String attribute) throws IOException {
    return (int) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private void clearPath() throws IOException, FailedPrecondition {
    int mode;
    try {
      mode = unix(path, "mode");
    } catch (NoSuchFileException _) {
      return;
    }
    if ((mode & KIND) != SOCKET) {
      throw new FailedPrecondition(
          "'%s' is no socket: remove it, or name another socket".formatted(path));
    }
    try (SocketChannel _ = SocketChannel.open(address())) {
      throw new FailedPrecondition(
          "another process listens on socket '%s': end it, or name another socket".formatted(path));
    } catch (ConnectException _) { // nobody listens: its daemon died
      Files.delete(path);
    }
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(path);
  }

  /** Whose socket it is: the daemon's own user. Only now does the directory surely exist. */
  UserPrincipal owner() throws IOException {
    return Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes everyone else's rights to the socket, which the umask may have left, once it is bound.
   */
  void restrict() throws IOException {
    Files.setPosixFilePermissions(path, OWNER_ONLY); // no link can stand there (F3): see above
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
