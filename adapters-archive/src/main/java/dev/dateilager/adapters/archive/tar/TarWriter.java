package dev.dateilager.adapters.archive.tar;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.Entry;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the tar of an S2_TAR (formats.md §3.1). Equal entries give equal bytes. */
public final class TarWriter {
  private static final byte[] END = new byte[2 * TarFields.BLOCK];

  private final OutputStream out;
  private final TarHeaderWriter headers;

  /** Writes to {@code out}, which it does not close. */
  public TarWriter(OutputStream out) {
    this.out = out;
    this.headers = new TarHeaderWriter(out);
  }

  /**
   * Appends an entry.
   *
   * @param body a file's bytes; empty for every other kind
   * @throws IllegalArgumentException if the body's length is not the entry's; nothing is written
   *     then
   * @throws IOException as the stream below throws it
   */
  public void add(Entry entry, Blob body) throws IOException {
    long expected = entry instanceof Entry.RegularFile file ? file.size() : 0;
    if (body.length() != expected) {
      throw new IllegalArgumentException(
          "entry '%s' has %d bytes of %d".formatted(entry.path(), body.length(), expected));
    }
    String name = entry.path().value();
    switch (entry) {
      case Entry.RegularFile file -> {
        headers.write(new TarHeader(name, file.permissions(), TarHeader.FILE, body.length(), ""));
        writeBody(body.shared());
      }
      case Entry.Directory directory ->
          headers.write(new TarHeader(name, directory.permissions(), TarHeader.DIRECTORY, 0, ""));
      case Entry.Symlink link ->
          headers.write(
              new TarHeader(name, link.permissions(), TarHeader.SYMLINK, 0, link.target()));
      case Entry.Deletion _ -> headers.write(new TarHeader(name, 0, TarHeader.DELETED, 0, ""));
      case Entry.CachedReference cached -> {
        byte[] hash = cached.hash().bytes();
        headers.write(new TarHeader(name, 0, TarHeader.CACHED, hash.length, ""));
        writeBody(hash);
      }
    }
  }

  private void writeBody(byte[] bytes) throws IOException {
    out.write(bytes);
    out.write(END, 0, TarFields.padding(bytes.length));
  }

  /**
   * Writes the two closing blocks.
   *
   * @throws IOException as the stream below throws it
   */
  public void finish() throws IOException {
    out.write(END);
  }
}
