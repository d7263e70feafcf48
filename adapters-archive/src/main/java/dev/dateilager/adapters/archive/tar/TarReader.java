package dev.dateilager.adapters.archive.tar;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tar of an S2_TAR by typeflag and size alone, so that a {@code C} entry whose name ends
 * in a slash keeps its body (formats.md §3.1).
 *
 * <p>Strict where readers could disagree (I21): checksums, one header form, NUL-padded fields, two
 * zero blocks and nothing behind them. Only the kinds of formats.md §3.1 pass (I4); names pass R8
 * (I3).
 */
public final class TarReader {
  private final InputStream in;
  private final Limits limits;
  private final byte[] block = new byte[TarFields.BLOCK];
  private long entries;
  private long bodyBytes;
  private long left; // of the present body
  private int padding; // behind it
  private boolean ended;

  /**
   * Reads from {@code in}, which it does not close.
   *
   * @param limits of which entries, unpacked bytes and extension size count
   */
  public TarReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /**
   * The next entry, the rest of the present body skipped.
   *
   * @return absent after the closing blocks
   * @throws TarFormatException for everything that is not right, the cut-off end included
   * @throws TarLimitException for a limit passed
   * @throws IOException as the stream below throws it
   */
  public Optional<Entry> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    skipRest();
    readBlock();
    if (TarFields.isZero(block)) {
      end();
      return Optional.empty();
    }
    return Optional.of(entry(header()));
  }

  /**
   * Reads from the present entry's body.
   *
   * @return bytes read, or -1 at its end
   * @throws IOException as {@link #next}
   */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw cutOff(null);
    }
    left -= count;
    return count;
  }

  private TarHeader header() throws IOException {
    TarExtension extension = TarExtension.NONE;
    TarHeader header = parseBlock(extension);
    if (header.type() == TarHeader.EXTENSION) {
      if (header.size() > limits.tarExtensionBytes()) {
        throw new TarLimitException(
            "tar header extension of %d bytes, at most %d are allowed"
                .formatted(header.size(), limits.tarExtensionBytes()));
      }
      extension = TarExtension.parse(readFully((int) header.size()));
      readFully(TarFields.padding(header.size()));
      readBlock();
      header = parseBlock(extension);
    }
    return header;
  }

  private TarHeader parseBlock(TarExtension extension) throws TarFormatException {
    long checksum =
        TarFields.octal(block, TarFields.CHECKSUM, TarFields.SHORT_NUMBER_BYTES, "checksum");
    if (checksum != TarFields.checksum(block)) {
      throw new TarFormatException(
          "tar header has checksum %d, its bytes sum up to %d"
              .formatted(checksum, TarFields.checksum(block)));
    }
    if (!TarFields.hasMagic(block)) {
      throw new TarFormatException("tar header is not of the POSIX form");
    }
    char type = (char) (block[TarFields.TYPE] & 0xff);
    long size = TarFields.octal(block, TarFields.SIZE, TarFields.LONG_NUMBER_BYTES, "size");
    long mode = TarFields.octal(block, TarFields.MODE, TarFields.SHORT_NUMBER_BYTES, "mode");
    String name = TarFields.text(block, TarFields.NAME, TarFields.NAME_BYTES, "name");
    String prefix = TarFields.text(block, TarFields.PREFIX, TarFields.PREFIX_BYTES, "prefix");
    String link = TarFields.text(block, TarFields.LINK, TarFields.LINK_BYTES, "link name");
    String full = prefix.isEmpty() ? name : prefix + "/" + name;
    return new TarHeader(
        extension.path().orElse(full),
        (int) (mode & 0777),
        type,
        size,
        extension.linkPath().orElse(link));
  }

  private Entry entry(TarHeader header) throws IOException {
    entries++;
    if (entries > limits.entries()) {
      throw new TarLimitException("tar has over %d entries".formatted(limits.entries()));
    }
    bodyBytes += header.size();
    if (bodyBytes > limits.unpackedBytes()) {
      throw new TarLimitException(
          "tar unpacks to over %d bytes at '%s'".formatted(limits.unpackedBytes(), header.name()));
    }
    left = header.size();
    padding = TarFields.padding(header.size());
    try {
      ObjectPath path = ObjectPath.parse(header.name());
      return switch (header.type()) {
        case TarHeader.FILE -> new Entry.RegularFile(path, header.permissions(), header.size());
        case TarHeader.DIRECTORY ->
            new Entry.Directory(withoutBody(header, path), header.permissions());
        case TarHeader.SYMLINK ->
            new Entry.Symlink(withoutBody(header, path), header.permissions(), header.link());
        case TarHeader.DELETED -> new Entry.Deletion(withoutBody(header, path));
        case TarHeader.CACHED -> new Entry.CachedReference(path, cachedHash(header));
        default ->
            throw new TarFormatException(
                "tar entry '%s' has type '%s', which no pack holds"
                    .formatted(header.name(), printable(header.type())));
      };
    } catch (InvalidArgument | IllegalArgumentException refused) {
      throw new TarFormatException("tar entry refused: " + refused.getMessage(), refused);
    }
  }

  private ContentHash cachedHash(TarHeader header) throws IOException {
    if (header.size() != ContentHash.BYTES) {
      throw new TarFormatException(
          "cached entry '%s' has a body of %d bytes, not %d"
              .formatted(header.name(), header.size(), ContentHash.BYTES));
    }
    ContentHash hash = ContentHash.ofBytes(readFully(ContentHash.BYTES));
    left = 0;
    return hash;
  }

  private static ObjectPath withoutBody(TarHeader header, ObjectPath path)
      throws TarFormatException {
    if (header.size() != 0) {
      throw new TarFormatException(
          "tar entry '%s' of type '%s' has a body of %d bytes"
              .formatted(header.name(), printable(header.type()), header.size()));
    }
    return path;
  }

  private static String printable(char type) {
    return type > ' ' && type < 0x7f ? String.valueOf(type) : "\\x%02x".formatted((int) type);
  }

  private void skipRest() throws IOException {
    try {
      in.skipNBytes(left + padding);
    } catch (EOFException early) {
      throw cutOff(early);
    }
    left = 0;
    padding = 0;
  }

  private void end() throws IOException {
    readBlock();
    if (!TarFields.isZero(block)) {
      throw new TarFormatException("tar has one zero block where it should end with two");
    }
    if (in.read() >= 0) {
      throw new TarFormatException("tar goes on behind its end");
    }
    ended = true;
  }

  private void readBlock() throws IOException {
    if (in.readNBytes(block, 0, TarFields.BLOCK) < TarFields.BLOCK) {
      throw cutOff(null);
    }
  }

  private byte[] readFully(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw cutOff(null);
    }
    return bytes;
  }

  private TarFormatException cutOff(@Nullable EOFException cause) {
    String message = "tar is cut off after %d entries".formatted(entries);
    return cause == null ? new TarFormatException(message) : new TarFormatException(message, cause);
  }
}
