package dev.dateilager.adapters.archive.s2;

import java.io.InputStream;
import java.util.Random;

/** Bytes that arrive in pieces of any length, as a network brings them. */
public final class Pieces extends InputStream {
  private final byte[] bytes;
  private final Random chance;
  private int at;

  /** The same seed parts the same bytes in the same way. */
  public Pieces(byte[] bytes, long seed) {
    this.bytes = bytes;
    this.chance = new Random(seed);
  }

  @Override
  public int read() {
    return at == bytes.length ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (at == bytes.length) {
      return -1;
    }
    int piece = 1 + chance.nextInt(chance.nextBoolean() ? 4 : 2000);
    int count = Math.min(Math.min(piece, length), bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) {
    int skipped = Math.clamp(count, 0, Math.min(bytes.length - at, chance.nextInt(1000)));
    at += skipped;
    return skipped;
  }
}
