package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.files.SpoolFile;
import dev.dateilager.domain.catalog.UpdateDraft.NewPack;
import dev.dateilager.domain.catalog.UpdateDraft.Stash;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that an update said, on disk: its words on paths as lines for {@code COPY}, its contents, and
 * what it stashed.
 */
final class DraftSpool implements AutoCloseable {
  /** Columns of a line: see {@link DraftTables}. */
  private static final String NULL = "\\N";

  private final SpoolFile words;
  private final ContentSpool contents;
  private final SpoolFile stashes;
  private long count;

  DraftSpool(Path directory) throws DateiLagerException {
    this.words = SpoolFile.create(directory);
    try {
      this.contents = new ContentSpool(SpoolFile.create(directory));
      this.stashes = SpoolFile.create(directory);
    } catch (DateiLagerException failed) {
      close(words, failed);
      throw failed;
    }
  }

  private static void close(SpoolFile file, DateiLagerException first) {
    try {
      file.close();
    } catch (DateiLagerException alsoFailed) {
      first.addSuppressed(alsoFailed);
    }
  }

  void put(ObjectPath path, FileMode mode, long size, ContentHash hash) throws DateiLagerException {
    line(
        "p",
        path,
        Long.toString(mode.bits()),
        Long.toString(size),
        Optional.of(hash),
        Optional.empty());
  }

  void delete(ObjectPath path) throws DateiLagerException {
    line("d", path, NULL, NULL, Optional.empty(), Optional.empty());
  }

  void replacePack(ObjectPath path, Optional<ContentHash> base, Optional<NewPack> replacement)
      throws DateiLagerException {
    line(
        "k",
        path,
        NULL,
        replacement.map(pack -> Long.toString(pack.size())).orElse(NULL),
        replacement.map(NewPack::hash),
        base);
  }

  private void line(
      String kind,
      ObjectPath path,
      String mode,
      String size,
      Optional<ContentHash> hash,
      Optional<ContentHash> base)
      throws DateiLagerException {
    String line =
        String.join(
            "\t",
            Long.toString(count++),
            kind,
            escape(path.value()),
            mode,
            size,
            halves(hash),
            halves(base));
    words.append((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String halves(Optional<ContentHash> hash) {
    return hash.map(of -> Hashes.firstHalf(of) + "\t" + Hashes.secondHalf(of))
        .orElse(NULL + "\t" + NULL);
  }

  /** Text as {@code COPY} wants it. */
  static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      String form =
          switch (character) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "";
          };
      if (!form.isEmpty() && escaped == null) {
        escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
      }
      if (escaped != null) {
        if (form.isEmpty()) {
          escaped.append(character);
        } else {
          escaped.append(form);
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** How many words there are on paths, repeated ones included. */
  long words() {
    return count;
  }

  /** All words as lines, oldest first. */
  InputStream lines() throws DateiLagerException {
    return words.stream();
  }

  ContentSpool contents() {
    return contents;
  }

  Stash stash(Blob bytes) throws DateiLagerException {
    return new Stash(stashes.append(bytes.shared()), bytes.length());
  }

  Blob unstash(Stash stash) throws DateiLagerException {
    return Blob.owned(stashes.read(stash.position(), stash.length()));
  }

  @Override
  public void close() throws DateiLagerException {
    try (words;
        contents;
        stashes) {
      count = 0;
    }
  }
}
