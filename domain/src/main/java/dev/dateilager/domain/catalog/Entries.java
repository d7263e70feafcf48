package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Objects as tar entries, and back (wire.md §4, formats.md §3.1). */
final class Entries {
  private static final int FIRST_ALLOCATION = 4 << 20;

  private Entries() {}

  /**
   * The entry that says of {@code path} what mode and content say.
   *
   * @throws InvalidArgument for a regular file with a trailing slash, and for a link text outside
   *     R8
   */
  static Entry of(ObjectPath path, FileMode mode, Blob content) throws InvalidArgument {
    return switch (mode.kind()) {
      case DIRECTORY -> new Entry.Directory(path, mode.permissions());
      case SYMLINK -> new Entry.Symlink(path, mode.permissions(), linkText(path, content));
      case FILE -> {
        if (path.hasTrailingSlash()) {
          throw new InvalidArgument("path '%s' ends in '/' but is a regular file".formatted(path));
        }
        yield new Entry.RegularFile(path, mode.permissions(), content.length());
      }
    };
  }

  private static String linkText(ObjectPath path, Blob content) throws InvalidArgument {
    if (content.isEmpty() || content.length() > Entry.Symlink.MAX_TARGET_BYTES) {
      throw new InvalidArgument(
          "link text of '%s' has %d bytes, 1 to %d are allowed"
              .formatted(path, content.length(), Entry.Symlink.MAX_TARGET_BYTES));
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.shared())).toString();
      if (text.indexOf('\0') >= 0) {
        throw new InvalidArgument("link text of '%s' holds a NUL".formatted(path));
      }
      return text;
    } catch (CharacterCodingException malformed) {
      throw new InvalidArgument("link text of '%s' is not UTF-8".formatted(path), malformed);
    }
  }

  /** The bytes that belong to the entry's body in a tar: those of a regular file, else none. */
  static Blob body(Entry entry, Blob content) {
    return entry instanceof Entry.RegularFile ? content : Blob.EMPTY;
  }

  /**
   * The mode of an entry of a pack: permissions and kind alone.
   *
   * @throws Corrupt for entries that a pack never holds (formats.md §3.4)
   */
  static FileMode mode(Entry entry) throws Corrupt {
    return switch (entry) {
      case Entry.RegularFile file -> FileMode.file(file.permissions());
      case Entry.Directory directory -> FileMode.directory(directory.permissions());
      case Entry.Symlink link -> new FileMode(FileMode.SYMLINK | link.permissions());
      case Entry.Deletion _, Entry.CachedReference _ ->
          throw new Corrupt(
              "pack holds an entry for '%s' that is no object".formatted(entry.path()));
    };
  }

  /**
   * The rest of the present entry's body.
   *
   * @param file the present entry
   * @throws Corrupt if it has another number of bytes
   */
  static Blob readBody(EntryReader reader, Entry.RegularFile file) throws DateiLagerException {
    long size = file.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new DateiLagerException.ResourceExhausted(
          "'%s' has %d bytes, too many to hold".formatted(file.path(), size));
    }
    // Room grows with what really came, not with what the header declares (R9).
    byte[] bytes = new byte[(int) Math.min(size, FIRST_ALLOCATION)];
    int filled = 0;
    while (filled < size) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * bytes.length));
      }
      int read = reader.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        throw new Corrupt("'%s' ends after %d of %d bytes".formatted(file.path(), filled, size));
      }
      filled += read;
    }
    return Blob.owned(bytes);
  }
}
