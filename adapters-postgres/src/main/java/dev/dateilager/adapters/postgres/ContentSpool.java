package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.adapters.postgres.files.SpoolFile;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Set;

/**
 * The contents of an update, kept in case a collector takes them before the update commits (oddity
 * 12). Without an index: that happens rarely, and then the file is read through.
 */
final class ContentSpool implements AutoCloseable {
  private static final int HEAD = ContentHash.BYTES + Integer.BYTES;

  private final SpoolFile file;

  /**
   * @param file empty, and ours from now on
   */
  ContentSpool(SpoolFile file) {
    this.file = file;
  }

  void add(ContentHash hash, Blob stored) throws DateiLagerException {
    file.append(ByteBuffer.allocate(HEAD).put(hash.bytes()).putInt(stored.length()).array());
    file.append(stored.shared());
  }

  /** Takes a content that was looked for. */
  interface Found {
    void accept(ContentHash hash, Blob stored) throws SQLException, DateiLagerException;
  }

  /** Hands over each of {@code wanted} that is here, at least once. */
  void find(Set<ContentHash> wanted, Found found) throws SQLException, DateiLagerException {
    try (var input = new DataInputStream(file.stream())) {
      byte[] hash = new byte[ContentHash.BYTES];
      long left = file.size();
      while (left > 0) {
        input.readFully(hash);
        int length = input.readInt();
        ContentHash present = ContentHash.ofBytes(hash);
        if (wanted.contains(present)) {
          byte[] bytes = new byte[length];
          input.readFully(bytes);
          found.accept(present, Blob.owned(bytes));
        } else {
          skip(input, length);
        }
        left -= HEAD + (long) length;
      }
    } catch (IOException failed) {
      throw FileTrouble.of("could not read the contents of an update back", failed);
    }
  }

  private static void skip(DataInputStream input, int length) throws IOException {
    int left = length;
    while (left > 0) {
      int skipped = input.skipBytes(left);
      if (skipped == 0) { // it may skip nothing without being at the end
        if (input.read() < 0) {
          throw new EOFException();
        }
        skipped = 1;
      }
      left -= skipped;
    }
  }

  @Override
  public void close() throws DateiLagerException {
    file.close();
  }
}
