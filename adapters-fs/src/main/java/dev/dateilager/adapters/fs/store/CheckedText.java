package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.disk.Utf8;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A small text file of ours: a first line that names its form, lines, and a last line with the
 * SHA-256 of all before it. It is replaced as a whole, by rename, never rewritten (I7).
 */
public final class CheckedText {
  private static final String CHECKSUM = "sha256 ";
  private static final int MAX_BYTES = 64 << 20;

  private CheckedText() {}

  /**
   * Writes a file durably: a reader sees the whole of it or what was there before, also after a
   * power cut.
   *
   * @param tmp where it is made, on the same mount
   * @throws DiskException if that failed; nothing of it is left
   */
  public static void write(Dir tmp, Dir to, String name, String form, List<String> lines)
      throws DiskException {
    var text = new StringBuilder(form).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    String checksum = CHECKSUM + ContentHash.of(Blob.utf8(text.toString()));
    text.append(checksum).append('\n');
    replace(tmp, UUID.randomUUID().toString(), to, name, text.toString(), 0600);
  }

  /** Writes any text in the same way, without form and checksum. */
  static void replace(Dir tmp, String fresh, Dir to, String name, String text, int mode)
      throws DiskException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (NewFile file = tmp.create(fresh)) {
      file.write(bytes, 0, bytes.length);
      file.finish(mode, true);
      tmp.rename(fresh, to, name);
    } catch (DiskException failure) {
      dropAfter(failure, tmp, fresh);
      throw failure;
    }
    to.sync();
  }

  private static void dropAfter(DiskException failure, Dir tmp, String name) {
    try {
      tmp.unlink(name);
    } catch (DiskException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /**
   * Reads the lines between the form and the checksum.
   *
   * @return absent if no file is there, or one that is not whole, not UTF-8 or of another form
   * @throws DiskException if it cannot be read
   */
  public static Optional<List<String>> read(Dir from, String name, String form)
      throws DiskException {
    Optional<String> text = bytes(from, name).flatMap(Utf8::strict);
    if (text.isEmpty() || !text.get().endsWith("\n")) {
      return Optional.empty();
    }
    String whole = text.get();
    int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    String body = whole.substring(0, last);
    String checksum = CHECKSUM + ContentHash.of(Blob.utf8(body)) + "\n";
    var lines = new ArrayList<>(List.of(body.split("\n", -1)));
    if (!whole.substring(last).equals(checksum) || !lines.getFirst().equals(form)) {
      return Optional.empty();
    }
    return Optional.of(List.copyOf(lines.subList(1, lines.size() - 1)));
  }

  /**
   * The text of a file, what is not UTF-8 in it replaced; absent if no file is there, or one larger
   * than any of ours.
   */
  static Optional<String> readText(Dir from, String name) throws DiskException {
    return bytes(from, name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> bytes(Dir from, String name) throws DiskException {
    if (from.look(name).filter(stat -> stat.kind() == Stat.Kind.FILE).isEmpty()) {
      return Optional.empty(); // nothing, or what we never put there
    }
    try (InputStream file = from.read(name)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      throw failure;
    } catch (IOException failure) {
      throw new DiskException("read", from.shown() + "/" + name, Reason.OTHER, text(failure));
    }
  }

  private static String text(IOException failure) {
    return String.valueOf(failure.getMessage());
  }
}
