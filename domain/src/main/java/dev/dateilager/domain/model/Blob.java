package dev.dateilager.domain.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes in memory that never change: a file's content, a pack, or a compressed form of either.
 *
 * <p>At most {@link Integer#MAX_VALUE} bytes. Equality is by content.
 */
public final class Blob {
  /** No bytes at all. */
  public static final Blob EMPTY = new Blob(new byte[0]);

  private final byte[] bytes;

  private Blob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static Blob copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Blob(bytes.clone());
  }

  /**
   * {@code bytes} themselves, without a copy: the caller gives them away and must not touch them
   * again.
   */
  public static Blob owned(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Blob(bytes);
  }

  /** The UTF-8 form of {@code text}. */
  public static Blob utf8(String text) {
    return owned(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** A fresh copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /**
   * The bytes themselves, for a codec, a digest or a system call that only reads; never write into
   * them and never keep them.
   */
  public byte[] shared() {
    return bytes;
  }

  /** A stream over the bytes; closing it does nothing. */
  public InputStream stream() {
    return new ByteArrayInputStream(bytes);
  }

  /**
   * Writes all bytes.
   *
   * @throws IOException as {@code out} throws it
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /** The bytes read as UTF-8, malformed parts replaced. */
  public String toUtf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Only the length: contents do not belong in logs (I23). */
  @Override
  public String toString() {
    return "Blob[" + bytes.length + " bytes]";
  }
}
