package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.VersionsText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.workspace.CacheDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A cache's directory on disk: {@code objects/<hex>/…} and {@code versions} (formats.md §4). */
public final class DiskCacheDirectory implements CacheDirectory {
  static final String OBJECTS = "objects";

  private static final int LONGEST_VERSIONS = 16 << 20;

  private final Disk disk;
  private final Path root;

  /**
   * The cache at {@code root}, which may be missing.
   *
   * @param root named by the user: may be reached through links
   */
  public DiskCacheDirectory(Path root) {
    this(Disk.of(root.getFileSystem()), root);
  }

  DiskCacheDirectory(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  @Override
  public Set<CacheVersion> versions() {
    try {
      Optional<Dir> opened = UserPaths.open(disk, root);
      if (opened.isPresent()) {
        try (Dir directory = opened.get()) {
          return Set.copyOf(VersionsText.parse(versionsText(directory)));
        }
      }
    } catch (IOException _) {
      // unreadable is as good as missing
    }
    return Set.of();
  }

  /** The text of the versions file; empty if it is missing, unreadable or larger than any. */
  static String versionsText(Dir root) {
    try (InputStream in = root.read("versions")) {
      byte[] bytes = in.readNBytes(LONGEST_VERSIONS + 1);
      return bytes.length > LONGEST_VERSIONS ? "" : new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public boolean has(ContentHash pack) {
    try {
      Optional<Dir> objects = objects();
      if (objects.isPresent()) {
        try (Dir opened = objects.get();
            Dir _ = opened.open(pack.hex())) {
          return true;
        }
      }
    } catch (IOException _) {
      // what cannot be opened is not there for us
    }
    return false;
  }

  /**
   * The directory of packs, which the caller closes.
   *
   * @return absent if it is missing or no real directory (I5)
   * @throws DiskException if descriptors ran out, or it may not be entered
   */
  Optional<Dir> objects() throws IOException {
    Optional<Dir> opened = UserPaths.open(disk, root);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Dir directory = opened.get()) {
      return Optional.of(directory.open(OBJECTS));
    } catch (DiskException failure) {
      if (Slot.isNoDirectory(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
