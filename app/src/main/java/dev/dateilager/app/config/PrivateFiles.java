package dev.dateilager.app.config;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files with secrets, or with what must not change: made once, never written again. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * Makes a file that none but its owner can read or write, from its first moment.
   *
   * @throws AlreadyExists if anything stands there; it is left as it is
   * @throws IoFailed if it cannot be written; nothing is left
   */
  public static void create(Path file, String content) throws DateiLagerException {
    create(file, content, "rw-------");
  }

  /**
   * Makes a file that everyone may read.
   *
   * @throws AlreadyExists if anything stands there; it is left as it is
   * @throws IoFailed if it cannot be written; nothing is left
   */
  public static void createReadable(Path file, String content) throws DateiLagerException {
    create(file, content, "rw-r--r--");
  }

  private static void create(Path file, String content, String mode) throws DateiLagerException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException present) {
      throw new AlreadyExists("'%s' exists already; it is left as it is".formatted(file));
    } catch (IOException failure) {
      throw new IoFailed("cannot write '%s'".formatted(file), failure);
    }
  }

  /**
   * Makes a directory, with its parents, that none but its owner can enter. One that stands there
   * is left as it is.
   *
   * @throws IoFailed if it cannot be made, or something else stands there
   */
  public static Path directory(Path directory) throws IoFailed {
    try {
      return Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failure) {
      throw new IoFailed("cannot make the directory '%s'".formatted(directory), failure);
    }
  }

  /**
   * The text of a file.
   *
   * @param what names it in the message, such as {@code "token keys"}
   * @throws DateiLagerException.NotFound if it is not there
   * @throws IoFailed if it cannot be read
   */
  public static String read(Path file, String what) throws DateiLagerException {
    try {
      return Files.readString(file);
    } catch (java.nio.file.NoSuchFileException missing) {
      throw new DateiLagerException.NotFound("%s '%s': no such file".formatted(what, file));
    } catch (IOException failure) {
      throw new IoFailed("cannot read the %s '%s'".formatted(what, file), failure);
    }
  }
}
