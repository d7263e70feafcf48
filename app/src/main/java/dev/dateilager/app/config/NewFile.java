package dev.dateilager.app.config;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A large file that appears whole and durable, or not at all, and that its owner alone may read. It
 * grows beside its place under another name.
 */
public final class NewFile implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final Path file;
  private final Path growing;
  private final FileChannel channel;
  private final OutputStream stream;

  private NewFile(Path file, Path growing, FileChannel channel) {
    this.file = file;
    this.growing = growing;
    this.channel = channel;
    this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * Begins one.
   *
   * @throws AlreadyExists if anything stands there; it is left as it is
   * @throws IoFailed if it cannot be made
   */
  public static NewFile begin(Path place) throws DateiLagerException {
    Path file = place.toAbsolutePath().normalize();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new AlreadyExists("'%s' exists already; it is left as it is".formatted(file));
    }
    Path growing = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      return new NewFile(
          file,
          growing,
          FileChannel.open(
              growing,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (IOException failure) {
      throw new IoFailed("cannot write '%s'".formatted(file), failure);
    }
  }

  /** Takes its content. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Makes it durable and puts it in its place.
   *
   * @throws DateiLagerException if that failed, or something came to stand there; nothing is left
   */
  public void finish() throws DateiLagerException {
    try {
      stream.flush();
      channel.force(true);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new AlreadyExists("'%s' appeared meanwhile; it is left as it is".formatted(file));
      }
      Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory =
          FileChannel.open(file.resolveSibling(".").normalize(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException failure) {
      throw new IoFailed("cannot write '%s'".formatted(file), failure);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(growing);
    }
  }
}
