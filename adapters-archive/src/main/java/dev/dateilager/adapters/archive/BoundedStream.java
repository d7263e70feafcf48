package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.tar.TarLimitException;
import dev.dateilager.domain.model.Limits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decoded bytes of a known compressed length, cut off where they pass the limits of R9 (I21). */
final class BoundedStream extends FilterInputStream {
  private final long compressedBytes;
  private final Limits limits;
  private long decoded;

  BoundedStream(InputStream in, long compressedBytes, Limits limits) {
    super(in);
    this.compressedBytes = compressedBytes;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws TarLimitException {
    decoded += bytes;
    if (decoded > limits.unpackedBytes()) {
      throw new TarLimitException(
          "pack of %d bytes unpacks to over %d".formatted(compressedBytes, limits.unpackedBytes()));
    }
    if (decoded > limits.ratioFromBytes() && decoded / limits.ratio() > compressedBytes) {
      throw new TarLimitException(
          "pack of %d bytes unpacks to over %d times that"
              .formatted(compressedBytes, limits.ratio()));
    }
  }
}
