package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.s2.S2OutputStream;
import dev.dateilager.adapters.archive.tar.TarWriter;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An S2_TAR growing in memory, compressed as it grows. */
final class S2TarWriter implements PackWriter {
  private final Segments packed = new Segments();
  private final S2OutputStream compressor = new S2OutputStream(packed);
  private final TarWriter tar = new TarWriter(compressor);
  private int count;
  private long runningBytes;

  @Override
  public void add(Entry entry, Blob body) {
    try {
      tar.add(entry, body);
    } catch (IOException impossible) {
      throw new UncheckedIOException("the heap takes every byte", impossible);
    }
    count++;
    long bodyBytes = entry instanceof Entry.CachedReference ? ContentHash.BYTES : body.length();
    runningBytes += bodyBytes + entry.path().utf8Length();
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
    try (compressor) {
      tar.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException("the heap takes every byte", impossible);
    }
    return Blob.owned(packed.join());
  }
}
