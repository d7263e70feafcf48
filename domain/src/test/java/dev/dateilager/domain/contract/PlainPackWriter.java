package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.Entry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes what {@link PlainEntryReader} reads. */
final class PlainPackWriter implements PackWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private int count;
  private long runningBytes;

  @Override
  public void add(Entry entry, Blob body) {
    long size = entry instanceof Entry.RegularFile file ? file.size() : 0;
    if (body.length() != size) {
      throw new IllegalArgumentException(
          "body of '%s' has %d bytes, not %d".formatted(entry.path(), body.length(), size));
    }
    try {
      write(entry, body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    count++;
    runningBytes += body.length() + entry.path().utf8Length();
  }

  private void write(Entry entry, Blob body) throws IOException {
    switch (entry) {
      case Entry.RegularFile file -> {
        head('F', file, file.permissions());
        blob(body.shared());
      }
      case Entry.Directory directory -> head('/', directory, directory.permissions());
      case Entry.Symlink link -> {
        head('L', link, link.permissions());
        blob(link.target().getBytes(StandardCharsets.UTF_8));
      }
      case Entry.Deletion deletion -> head('D', deletion, 0);
      case Entry.CachedReference reference -> {
        head('C', reference, 0);
        out.write(reference.hash().bytes());
        runningBytes += ContentHash.BYTES;
      }
    }
  }

  private void head(char kind, Entry entry, int permissions) throws IOException {
    out.writeByte(kind);
    out.writeShort(permissions);
    blob(entry.path().utf8());
  }

  private void blob(byte[] text) throws IOException {
    out.writeInt(text.length);
    out.write(text);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long runningBytes() {
    return runningBytes;
  }

  @Override
  public Blob finish() {
    return PlainPackCodec.frame(PlainPackCodec.PACK_MAGIC, bytes.toByteArray());
  }
}
