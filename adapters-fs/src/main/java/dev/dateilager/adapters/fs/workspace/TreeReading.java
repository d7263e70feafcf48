package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Looks at what stands in a tree, links not followed, nothing opened that could block. */
final class TreeReading {
  private static final FileMode LINK = new FileMode(FileMode.SYMLINK);
  private static final FileMode EMPTY_DIRECTORY = new FileMode(FileMode.DIRECTORY);

  private final Path root;
  private final long maxObjectBytes;

  /** Reads below {@code root}, files of at most {@code maxObjectBytes}. */
  TreeReading(Path root, long maxObjectBytes) {
    this.root = root;
    this.maxObjectBytes = maxObjectBytes;
  }

  /** What stands at the path; absent for nothing, a directory with content, and special files. */
  Optional<SummaryEntry> look(ObjectPath path) throws IOException {
    Optional<FileState> state = state(path);
    if (state.isEmpty() || !isObject(state.get(), place(path))) {
      return Optional.empty();
    }
    return Optional.of(summarized(path.relative(), state.get()));
  }

  /** The content at the path; absent if it has none. */
  Optional<Content> read(ObjectPath path) throws IOException, ResourceExhausted {
    Optional<FileState> state = state(path);
    if (state.isEmpty() || !isObject(state.get(), place(path))) {
      return Optional.empty();
    }
    FileState found = state.get();
    Blob bytes;
    try {
      bytes =
          switch (found.kind()) {
            case FILE -> file(path, found.size());
            case SYMLINK -> Blob.utf8(linkText(place(path)));
            case DIRECTORY, OTHER -> Blob.EMPTY;
          };
    } catch (NoSuchFileException | NotLinkException _) {
      return Optional.empty(); // gone meanwhile
    }
    SummaryEntry seen = summarized(path.relative(), found);
    return Optional.of(
        new Content(
            new SummaryEntry(
                seen.path(),
                found.kind() == FileState.Kind.SYMLINK ? FileMode.symlink() : found.mode(),
                seen.modTimeNanos(),
                bytes.length(),
                seen.inode(),
                Optional.empty()),
            bytes));
  }

  private Blob file(ObjectPath path, long size) throws IOException, ResourceExhausted {
    if (size <= maxObjectBytes) {
      try (InputStream in = open(path)) {
        byte[] bytes = in.readNBytes((int) Math.min(maxObjectBytes + 1, Integer.MAX_VALUE - 8));
        if (bytes.length <= maxObjectBytes) {
          return Blob.owned(bytes);
        }
      }
    }
    throw new ResourceExhausted(
        "'%s' has %d bytes, at most %d can be sent".formatted(path, size, maxObjectBytes));
  }

  /** SHA-256 of what {@link #read} gives. */
  Optional<ContentHash> hash(ObjectPath path) throws IOException {
    Optional<FileState> state = state(path);
    if (state.isEmpty() || !isObject(state.get(), place(path))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (state.get().kind()) {
            case FILE -> hashOfFile(path);
            case SYMLINK -> ContentHash.of(Blob.utf8(linkText(place(path))));
            case DIRECTORY, OTHER -> ContentHash.OF_NOTHING;
          });
    } catch (NoSuchFileException | NotLinkException _) {
      return Optional.empty(); // gone meanwhile
    }
  }

  private ContentHash hashOfFile(ObjectPath path) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    var buffer = new byte[128 << 10];
    try (InputStream in = open(path)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return ContentHash.ofBytes(digest.digest());
  }

  private InputStream open(ObjectPath path) throws IOException {
    return Files.newInputStream(place(path), LinkOption.NOFOLLOW_LINKS);
  }

  private Path place(ObjectPath path) {
    return root.resolve(path.relative());
  }

  private Optional<FileState> state(ObjectPath path) throws IOException {
    return !path.isClientState() && parentsAreDirectories(path)
        ? FileState.of(place(path))
        : Optional.empty();
  }

  /** Whether every parent of the path is a real directory. */
  boolean parentsAreDirectories(ObjectPath path) {
    String name = path.relative();
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      if (!FileState.isDirectory(root.resolve(name.substring(0, slash)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObject(FileState state, Path place) throws IOException {
    return switch (state.kind()) {
      case FILE, SYMLINK -> true;
      case DIRECTORY -> isEmpty(place);
      case OTHER -> false;
    };
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** The entry of a summary (formats.md §5.1), without hash. */
  static SummaryEntry summarized(String name, FileState state) {
    return switch (state.kind()) {
      case SYMLINK ->
          new SummaryEntry(name, LINK, state.modTimeNanos(), 0, state.inode(), Optional.empty());
      case DIRECTORY ->
          new SummaryEntry(
              name + "/",
              EMPTY_DIRECTORY,
              state.modTimeNanos(),
              0,
              state.inode(),
              Optional.empty());
      case FILE, OTHER ->
          new SummaryEntry(
              name,
              state.mode(),
              state.modTimeNanos(),
              state.size(),
              state.inode(),
              Optional.empty());
    };
  }

  /** A link's text; Java gives its bytes back as they are, not in normal form. */
  static String linkText(Path link) throws IOException {
    return Files.readSymbolicLink(link).toString();
  }
}
