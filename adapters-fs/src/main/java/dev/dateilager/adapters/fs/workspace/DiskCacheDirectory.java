package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CacheDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A cache's directory on disk: {@code objects/<hex>/…} and {@code versions} (formats.md §4). */
public final class DiskCacheDirectory implements CacheDirectory {
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,19}");
  private static final int LONGEST_VERSIONS = 16 << 20;

  private final Path root;

  /**
   * The cache at {@code root}, which may be missing.
   *
   * @param root named by the user: may be reached through links
   */
  public DiskCacheDirectory(Path root) {
    this.root = root.toAbsolutePath();
  }

  @Override
  public Set<CacheVersion> versions() {
    return parse(versionsText(root));
  }

  /** The text of the versions file; empty if it is missing or unreadable. */
  static String versionsText(Path root) {
    try (InputStream in =
        Files.newInputStream(root.resolve("versions"), LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST_VERSIONS), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  static Set<CacheVersion> parse(String text) {
    return Set.copyOf(parseInOrder(text));
  }

  /** The versions in the order of their first lines. */
  static List<CacheVersion> parseInOrder(String text) {
    var versions = new LinkedHashSet<CacheVersion>();
    for (String line : text.split("\n", -1)) {
      if (NUMBER.matcher(line).matches()) {
        try {
          versions.add(new CacheVersion(Long.parseLong(line)));
        } catch (NumberFormatException _) {
          // beyond 63 bits: skipped like every line that is no number
        }
      }
    }
    return List.copyOf(versions);
  }

  @Override
  public boolean has(ContentHash pack) {
    return FileState.isDirectory(root.resolve("objects")) && FileState.isDirectory(folder(pack));
  }

  private Path folder(ContentHash pack) {
    return root.resolve("objects").resolve(pack.hex());
  }

  /**
   * Where a pack's content lies.
   *
   * @return absent unless the pack is there and every directory on the way is a real one (I5)
   */
  Optional<Path> source(ContentHash pack, ObjectPath path) {
    if (!has(pack)) {
      return Optional.empty();
    }
    Path place = folder(pack);
    for (String component : path.components()) {
      if (!FileState.isDirectory(place)) {
        return Optional.empty();
      }
      place = place.resolve(component);
    }
    return Files.exists(place, LinkOption.NOFOLLOW_LINKS) ? Optional.of(place) : Optional.empty();
  }

  /** Whether {@code file} lies in the cache. */
  boolean holds(String file) {
    return root.getFileSystem().getPath(file).startsWith(root);
  }
}
