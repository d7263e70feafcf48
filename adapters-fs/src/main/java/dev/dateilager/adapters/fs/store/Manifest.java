package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.disk.Utf8;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.GoldenSize;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The store's record of one unpacked pack (R2), read without touching the pack's files.
 *
 * <p>Binary, big-endian. The head, 96 bytes: the magic {@code DLMANIF2}, the pack's hash (32), how
 * many files it has (8), the bytes of all files (8), the bytes of the body (8), and the SHA-256 of
 * all that. The body: records of a kind byte and its fields, where a text is two bytes of length
 * and UTF-8: {@code d} path · {@code f} name, two bytes of mode, eight of size, 32 of SHA-256 ·
 * {@code l} name, text. Files and links belong to the directory before them. At the end {@code e}
 * and the SHA-256 of the body with it. So a start reads the heads alone, however many files there
 * are (R6), and sees from a manifest's size that it is not cut short.
 */
public final class Manifest {
  private static final byte[] MAGIC = "DLMANIF2".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;
  private static final int HEAD = 8 + HASH + 3 * 8 + HASH;
  private static final int BUFFER = 1 << 16;

  private Manifest() {}

  private record Head(GoldenSize size, long bodyBytes) {}

  /**
   * Writes a manifest; the file is the caller's to finish and close.
   *
   * @return how much the pack holds
   */
  static GoldenSize write(NewFile file, ContentHash pack, PackTree tree) throws IOException {
    var counter = new Counter();
    var counted = new Body(counter);
    tree.tell(counted);
    counted.end();
    var head = new ByteArrayOutputStream(HEAD);
    try (var out = new DataOutputStream(head)) {
      out.write(MAGIC);
      out.write(pack.bytes());
      out.writeLong(counted.size.files());
      out.writeLong(counted.size.bytes());
      out.writeLong(counter.bytes);
      out.write(ContentHash.sha256().digest(head.toByteArray()));
    }
    file.write(head.toByteArray(), 0, HEAD);
    MessageDigest digest = ContentHash.sha256();
    var body = new Body(new DigestOutputStream(new FileOutput(file), digest));
    tree.tell(body);
    body.end();
    file.write(digest.digest(), 0, HASH);
    return counted.size;
  }

  /** Writes the records, and counts. */
  private static final class Body implements ManifestVisitor {
    private final DataOutputStream out;
    private GoldenSize size = GoldenSize.NOTHING;

    private Body(OutputStream to) {
      out = new DataOutputStream(new BufferedOutputStream(to, BUFFER));
    }

    @Override
    public void directory(String path) throws IOException {
      out.write('d');
      text(path);
    }

    @Override
    public void file(String name, int mode, long bytes, byte[] sha256) throws IOException {
      out.write('f');
      text(name);
      out.writeShort(mode);
      out.writeLong(bytes);
      out.write(sha256);
      size = size.plus(new GoldenSize(1, bytes));
    }

    @Override
    public void symlink(String name, String text) throws IOException {
      out.write('l');
      text(name);
      text(text);
    }

    private void text(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeShort(bytes.length);
      out.write(bytes);
    }

    private void end() throws IOException {
      out.write('e');
      out.flush();
    }
  }

  /** Counts what it is given. */
  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] more, int offset, int length) {
      bytes += length;
    }
  }

  /** A new file as a stream. */
  private static final class FileOutput extends OutputStream {
    private final NewFile file;

    private FileOutput(NewFile file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws DiskException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws DiskException {
      file.write(bytes, offset, length);
    }
  }

  /** Reads something of a manifest. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(InputStream file) throws IOException;
  }

  /**
   * How much a pack holds, from the head alone.
   *
   * @throws Corrupt if the head is not whole, or the manifest is longer or shorter than it says
   * @throws DiskException if it is not there or cannot be read
   */
  static GoldenSize size(Dir manifests, ContentHash pack) throws DiskException, Corrupt {
    Head head = read(manifests, pack, file -> head(file, pack));
    long found = manifests.look(pack.hex()).map(Stat::size).orElse(0L);
    if (found != HEAD + head.bodyBytes() + HASH) {
      throw new Corrupt("manifest of pack %s has %d bytes".formatted(pack, found));
    }
    return head.size();
  }

  /**
   * Reads a pack's manifest.
   *
   * @param manifests the directory that holds it
   * @param visitor told of everything, in order, before the checksum is known to be right
   * @return how much the pack holds
   * @throws Corrupt if it is not whole or not of this form
   * @throws DiskException if it is not there or cannot be read
   */
  public static GoldenSize read(Dir manifests, ContentHash pack, ManifestVisitor visitor)
      throws DiskException, Corrupt {
    return read(manifests, pack, file -> body(file, head(file, pack), visitor));
  }

  private static <T> T read(Dir manifests, ContentHash pack, Reading<T> reading)
      throws DiskException, Corrupt {
    try (InputStream file = manifests.read(pack.hex())) {
      return reading.from(file);
    } catch (EOFException | IllegalStateException damaged) {
      throw new Corrupt("manifest of pack %s is damaged".formatted(pack), damaged);
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) {
      throw new DiskException(
          "read manifest", pack.hex(), Reason.OTHER, String.valueOf(failure.getMessage()));
    }
  }

  private static Head head(InputStream file, ContentHash pack) throws IOException {
    byte[] head = file.readNBytes(HEAD);
    if (head.length < HEAD || !Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
      throw new IllegalStateException("it does not begin as a manifest does");
    }
    MessageDigest digest = ContentHash.sha256();
    digest.update(head, 0, HEAD - HASH);
    byte[] named = Arrays.copyOfRange(head, MAGIC.length, MAGIC.length + HASH);
    if (!Arrays.equals(Arrays.copyOfRange(head, HEAD - HASH, HEAD), digest.digest())
        || !Arrays.equals(named, pack.bytes())) {
      throw new IllegalStateException("its head is damaged or another pack's");
    }
    ByteBuffer numbers = ByteBuffer.wrap(head).position(MAGIC.length + HASH);
    return new Head(new GoldenSize(numbers.getLong(), numbers.getLong()), numbers.getLong());
  }

  private static GoldenSize body(InputStream file, Head head, ManifestVisitor visitor)
      throws IOException {
    MessageDigest digest = ContentHash.sha256();
    var checked = new DigestInputStream(new BufferedInputStream(file, BUFFER), digest);
    var in = new DataInputStream(checked);
    var told = GoldenSize.NOTHING;
    for (int kind = in.read(); kind != 'e'; kind = in.read()) {
      switch (kind) {
        case 'd' -> visitor.directory(directory(in));
        case 'f' -> {
          String name = name(in);
          int mode = in.readUnsignedShort();
          long size = in.readLong();
          var sha256 = new byte[HASH];
          in.readFully(sha256);
          if (mode > 0777 || size < 0) {
            throw new IllegalStateException("it has a file of mode 0%o".formatted(mode));
          }
          visitor.file(name, mode, size, sha256);
          told = told.plus(new GoldenSize(1, size));
        }
        case 'l' -> visitor.symlink(name(in), text(in));
        default -> throw new IllegalStateException("it has a record of kind " + kind);
      }
    }
    byte[] expected = digest.digest();
    checked.on(false);
    if (!Arrays.equals(in.readNBytes(HASH), expected) || in.read() >= 0) {
      throw new IllegalStateException("its checksum is another");
    }
    if (!told.equals(head.size())) {
      throw new IllegalStateException("its head counts other files than its body");
    }
    return told;
  }

  private static String directory(DataInputStream in) throws IOException {
    String path = text(in);
    for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split("/", -1))) {
      requireName(name);
    }
    return path;
  }

  private static String name(DataInputStream in) throws IOException {
    String name = text(in);
    requireName(name);
    return name;
  }

  /** None was ever written that is no single component (R8). */
  private static void requireName(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalStateException("it has something named '%s'".formatted(name));
    }
  }

  private static String text(DataInputStream in) throws IOException {
    var bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return Utf8.strict(bytes)
        .orElseThrow(() -> new IllegalStateException("it has a text that is not UTF-8"));
  }
}
