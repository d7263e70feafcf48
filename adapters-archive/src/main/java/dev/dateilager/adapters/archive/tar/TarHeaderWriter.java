package dev.dateilager.adapters.archive.tar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes headers as formats.md §3.1 says: plain ustar where name and link fit, with the prefix
 * field for long ASCII names, else an {@code x} header before.
 */
final class TarHeaderWriter {
  private final OutputStream out;

  TarHeaderWriter(OutputStream out) {
    this.out = out;
  }

  void write(TarHeader header) throws IOException {
    byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
    byte[] link = header.link().getBytes(StandardCharsets.UTF_8);
    int split = name.length <= TarFields.NAME_BYTES ? 0 : split(name);
    boolean nameFits = isAscii(name) && split >= 0;
    boolean linkFits = isAscii(link) && link.length <= TarFields.LINK_BYTES;
    if (!nameFits || !linkFits) {
      writeExtension(header, nameFits ? "" : header.name(), linkFits ? "" : header.link());
    }
    byte[] block = block(header.type(), header.size(), header.permissions());
    if (nameFits && split > 0) {
      System.arraycopy(name, 0, block, TarFields.PREFIX, split);
      System.arraycopy(name, split + 1, block, TarFields.NAME, name.length - split - 1);
    } else {
      putAscii(block, TarFields.NAME, TarFields.NAME_BYTES, name);
    }
    putAscii(block, TarFields.LINK, TarFields.LINK_BYTES, link);
    finish(block);
  }

  /**
   * Where to part a long name: the index of the slash between prefix and name.
   *
   * @return -1 if no slash leaves both parts short enough
   */
  private static int split(byte[] name) {
    int last = Math.min(TarFields.PREFIX_BYTES, name.length - 2);
    for (int i = last; i > 0; i--) {
      if (name[i] == '/') {
        return name.length - i - 1 <= TarFields.NAME_BYTES ? i : -1;
      }
    }
    return -1;
  }

  private void writeExtension(TarHeader header, String path, String linkPath) throws IOException {
    var records = new StringBuilder();
    if (!linkPath.isEmpty()) {
      records.append(record("linkpath", linkPath));
    }
    if (!path.isEmpty()) {
      records.append(record("path", path));
    }
    byte[] body = records.toString().getBytes(StandardCharsets.UTF_8);
    byte[] block = block(TarHeader.EXTENSION, body.length, 0);
    byte[] name = extensionName(header.name()).getBytes(StandardCharsets.UTF_8);
    putAscii(block, TarFields.NAME, TarFields.NAME_BYTES, name);
    finish(block);
    out.write(body);
    out.write(new byte[TarFields.padding(body.length)]);
  }

  /** For people with other tools: they see where the extension belongs. */
  private static String extensionName(String name) {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    int slash = plain.lastIndexOf('/');
    return plain.substring(0, slash + 1) + "PaxHeaders.0/" + plain.substring(slash + 1);
  }

  /** A record says its own length, the digits of that number included. */
  private static String record(String key, String value) {
    int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() != Integer.toString(rest).length()) {
      length = rest + Integer.toString(length).length();
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static byte[] block(char type, long size, int permissions) {
    byte[] block = new byte[TarFields.BLOCK];
    TarFields.putOctal(block, TarFields.MODE, TarFields.SHORT_NUMBER_BYTES, permissions);
    TarFields.putOctal(block, TarFields.UID, TarFields.SHORT_NUMBER_BYTES, 0);
    TarFields.putOctal(block, TarFields.GID, TarFields.SHORT_NUMBER_BYTES, 0);
    TarFields.putOctal(block, TarFields.SIZE, TarFields.LONG_NUMBER_BYTES, size);
    TarFields.putOctal(block, TarFields.MTIME, TarFields.LONG_NUMBER_BYTES, 0);
    block[TarFields.TYPE] = (byte) type;
    TarFields.putMagic(block);
    TarFields.putOctal(block, TarFields.DEVICE_MAJOR, TarFields.SHORT_NUMBER_BYTES, 0);
    TarFields.putOctal(block, TarFields.DEVICE_MINOR, TarFields.SHORT_NUMBER_BYTES, 0);
    return block;
  }

  private void finish(byte[] block) throws IOException {
    int digits = TarFields.SHORT_NUMBER_BYTES - 1; // six digits and a NUL, then a blank
    TarFields.putOctal(block, TarFields.CHECKSUM, digits, TarFields.checksum(block));
    block[TarFields.CHECKSUM + digits] = ' ';
    out.write(block);
  }

  private static void putAscii(byte[] block, int offset, int room, byte[] text) {
    int at = offset;
    for (byte b : text) {
      if (b > 0 && at < offset + room) {
        block[at++] = b;
      }
    }
  }

  private static boolean isAscii(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
