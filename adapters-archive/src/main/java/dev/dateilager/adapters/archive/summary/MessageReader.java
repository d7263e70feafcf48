package dev.dateilager.adapters.archive.summary;

import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one protobuf message, in a part of an array; skips what it is told to skip.
 */
final class MessageReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int tag;

  MessageReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private MessageReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** The next field's number, or 0 at the end. */
  int next() throws Corrupt {
    if (at == end) {
      return 0;
    }
    long read = varint();
    if (read < 8 || read > Integer.MAX_VALUE) { // negative ones are beyond 63 bits
      throw broken("field tag " + Long.toUnsignedString(read));
    }
    tag = (int) read;
    return tag >>> 3;
  }

  long number() throws Corrupt {
    require(VARINT);
    return varint();
  }

  String text() throws Corrupt {
    byte[] utf8 = bytes();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException _) {
      throw broken("text that is not UTF-8");
    }
  }

  byte[] bytes() throws Corrupt {
    MessageReader part = message();
    byte[] copy = new byte[part.end - part.at];
    System.arraycopy(bytes, part.at, copy, 0, copy.length);
    return copy;
  }

  MessageReader message() throws Corrupt {
    require(LENGTH_DELIMITED);
    long length = varint();
    if (length < 0 || length > end - at) {
      throw broken("length " + Long.toUnsignedString(length));
    }
    int start = at;
    at += (int) length;
    return new MessageReader(bytes, start, at);
  }

  void skip() throws Corrupt {
    switch (tag & 7) {
      case VARINT -> varint();
      case LENGTH_DELIMITED -> message();
      case FIXED64 -> advance(8);
      case FIXED32 -> advance(4);
      default -> throw broken("wire type " + (tag & 7));
    }
  }

  private void advance(int count) throws Corrupt {
    if (count > end - at) {
      throw broken("cut-off field");
    }
    at += count;
  }

  private void require(int type) throws Corrupt {
    if ((tag & 7) != type) {
      throw broken("field %d of wire type %d".formatted(tag >>> 3, tag & 7));
    }
  }

  private long varint() throws Corrupt {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw broken("cut-off number");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("number of over ten bytes");
  }

  private Corrupt broken(String what) {
    return new Corrupt("summary is damaged: %s before byte %d".formatted(what, at));
  }
}
