package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A codec that compresses nothing: a magic number, a checksum, then the plain bytes. For tests that
 * need an honest codec, not the real format.
 */
public final class PlainPackCodec implements PackCodec {
  static final int CONTENT_MAGIC = 0x444c4331;
  static final int PACK_MAGIC = 0x444c5031;
  static final byte PADDING = 'P';
  private static final int HEADER = 8;

  private final Limits limits;

  /** Within the default limits of R9. */
  public PlainPackCodec() {
    this(Limits.DEFAULT);
  }

  /** Within these limits. */
  public PlainPackCodec(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Blob compress(Blob plain) {
    return plain.isEmpty() ? Blob.EMPTY : frame(CONTENT_MAGIC, plain.shared());
  }

  @Override
  public Blob decompress(Blob stored, long maxBytes) throws DateiLagerException {
    if (stored.isEmpty()) {
      return Blob.EMPTY;
    }
    if (stored.length() - HEADER > maxBytes) {
      throw new ResourceExhausted(
          "content has %d bytes, at most %d are allowed"
              .formatted(stored.length() - HEADER, maxBytes));
    }
    return unframe(CONTENT_MAGIC, stored);
  }

  @Override
  public EntryReader open(Blob packed) {
    return new PlainEntryReader(packed, limits);
  }

  @Override
  public PackWriter create() {
    return new PlainPackWriter();
  }

  /** The same entries in other bytes, as another compressor would have them. */
  static Blob padded(Blob packed) throws Corrupt {
    byte[] entries = unframe(PACK_MAGIC, packed).shared();
    byte[] padded = Arrays.copyOf(entries, entries.length + 1);
    padded[entries.length] = PADDING;
    return frame(PACK_MAGIC, padded);
  }

  static Blob frame(int magic, byte[] bytes) {
    return Blob.owned(
        ByteBuffer.allocate(HEADER + bytes.length)
            .putInt(magic)
            .putInt(checksum(magic, bytes))
            .put(bytes)
            .array());
  }

  static Blob unframe(int magic, Blob framed) throws Corrupt {
    if (framed.length() < HEADER) {
      throw new Corrupt("%d bytes are no frame".formatted(framed.length()));
    }
    ByteBuffer buffer = ByteBuffer.wrap(framed.shared());
    int foundMagic = buffer.getInt();
    int foundChecksum = buffer.getInt();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    if (foundMagic != magic || foundChecksum != checksum(magic, bytes)) {
      throw new Corrupt("frame of %d bytes has a wrong checksum".formatted(framed.length()));
    }
    return Blob.owned(bytes);
  }

  private static int checksum(int magic, byte[] bytes) {
    var crc = new CRC32C();
    crc.update(magic);
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
