package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.GoldenSize;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The store's record of one unpacked pack (R2), read without touching the pack's files.
 *
 * <p>Binary, big-endian: the magic {@code DLMANIF1}; then records of a kind byte and its fields,
 * where a text is two bytes of length and UTF-8: {@code d} path · {@code f} name, two bytes of
 * mode, eight of size, 32 of SHA-256 · {@code l} name, text; at the end {@code e}, how many files
 * (eight bytes), the bytes of all files (eight), and the SHA-256 of everything before. Files and
 * links belong to the directory before them.
 */
public final class Manifest {
  private static final byte[] MAGIC = "DLMANIF1".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 1 << 16;

  private Manifest() {}

  /** Writes a manifest. For one thread; the file is the caller's to finish and close. */
  static final class Writer implements ManifestVisitor {
    private final MessageDigest digest = ContentHash.sha256();
    private final DataOutputStream out;
    private GoldenSize size = GoldenSize.NOTHING;

    Writer(NewFile file) throws IOException {
      out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DigestOutputStream(new FileOutput(file), digest), BUFFER));
      out.write(MAGIC);
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

    /** Writes the end; nothing can follow. */
    GoldenSize end() throws IOException {
      out.write('e');
      out.writeLong(size.files());
      out.writeLong(size.bytes());
      out.flush();
      out.write(digest.digest());
      out.flush();
      return size;
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
    try (InputStream file = manifests.read(pack.hex())) {
      return read(file, visitor);
    } catch (EOFException | IllegalStateException damaged) {
      throw new Corrupt("manifest of pack %s is damaged".formatted(pack), damaged);
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) {
      throw new DiskException(
          "read manifest", pack.hex(), Reason.OTHER, String.valueOf(failure.getMessage()));
    }
  }

  private static GoldenSize read(InputStream file, ManifestVisitor visitor) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    var checked = new DigestInputStream(new BufferedInputStream(file, BUFFER), digest);
    var in = new DataInputStream(checked);
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new IllegalStateException("it does not begin as a manifest does");
    }
    for (int kind = in.read(); kind != 'e'; kind = in.read()) {
      switch (kind) {
        case 'd' -> visitor.directory(text(in));
        case 'f' ->
            visitor.file(text(in), in.readUnsignedShort(), in.readLong(), in.readNBytes(32));
        case 'l' -> visitor.symlink(text(in), text(in));
        default -> throw new IllegalStateException("it has a record of kind " + kind);
      }
    }
    var size = new GoldenSize(in.readLong(), in.readLong());
    byte[] expected = digest.digest();
    checked.on(false);
    if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
      throw new IllegalStateException("its checksum is another");
    }
    return size;
  }

  private static String text(DataInputStream in) throws IOException {
    var bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
