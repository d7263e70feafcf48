package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PlainPackWriter} wrote. */
final class PlainEntryReader implements EntryReader {
  private final Blob packed;
  private final Limits limits;
  private @Nullable ByteBuffer rest;
  private ByteBuffer body = ByteBuffer.allocate(0);
  private long entries;

  PlainEntryReader(Blob packed, Limits limits) {
    this.packed = packed;
    this.limits = limits;
  }

  @Override
  public Optional<Entry> next() throws DateiLagerException {
    ByteBuffer in = rest;
    if (in == null) {
      in = opened();
      rest = in;
    }
    body = ByteBuffer.allocate(0);
    while (in.hasRemaining() && in.get(in.position()) == PlainPackCodec.PADDING) {
      var _ = in.get();
    }
    if (!in.hasRemaining()) {
      return Optional.empty();
    }
    if (++entries > limits.entries()) {
      throw new ResourceExhausted("pack has more than %d entries".formatted(limits.entries()));
    }
    try {
      return Optional.of(entry(in));
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      throw new Corrupt("entry %d is malformed".formatted(entries), malformed);
    }
  }

  private ByteBuffer opened() throws DateiLagerException {
    if (packed.isEmpty()) {
      return ByteBuffer.allocate(0);
    }
    if (packed.length() > limits.unpackedBytes()) {
      throw new ResourceExhausted(
          "pack has %d bytes, at most %d are allowed"
              .formatted(packed.length(), limits.unpackedBytes()));
    }
    return ByteBuffer.wrap(PlainPackCodec.unframe(PlainPackCodec.PACK_MAGIC, packed).shared());
  }

  private Entry entry(ByteBuffer in) {
    char kind = (char) in.get();
    int permissions = in.getShort();
    var path = new ObjectPath(text(in));
    return switch (kind) {
      case 'F' -> {
        body = slice(in);
        yield new Entry.RegularFile(path, permissions, body.remaining());
      }
      case '/' -> new Entry.Directory(path, permissions);
      case 'L' -> new Entry.Symlink(path, permissions, text(in));
      case 'D' -> new Entry.Deletion(path);
      case 'C' -> {
        byte[] hash = new byte[ContentHash.BYTES];
        in.get(hash);
        yield new Entry.CachedReference(path, ContentHash.ofBytes(hash));
      }
      default -> throw new IllegalArgumentException("kind " + (int) kind);
    };
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(slice(in)).toString();
  }

  private static ByteBuffer slice(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    return slice;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!body.hasRemaining()) {
      return -1;
    }
    int read = Math.min(length, body.remaining());
    body.get(buffer, offset, read);
    return read;
  }

  @Override
  public void close() {
    // holds nothing but memory
  }
}
