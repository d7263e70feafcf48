package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree.Content;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Looks at what stands in a tree, links not followed, nothing opened that could block. */
final class TreeReading {
  private static final FileMode LINK = new FileMode(FileMode.SYMLINK);
  private static final FileMode EMPTY_DIRECTORY = new FileMode(FileMode.DIRECTORY);
  private static final long SETUID = 1L << 23;
  private static final long SETGID = 1L << 22;
  private static final long STICKY = 1L << 20;

  private final Dir root;
  private final long maxObjectBytes;

  /** Reads below {@code root}, files of at most {@code maxObjectBytes}. */
  TreeReading(Dir root, long maxObjectBytes) {
    this.root = root;
    this.maxObjectBytes = maxObjectBytes;
  }

  /** What is asked of an object. */
  @FunctionalInterface
  private interface Question<T> {
    T answer(Slot slot, Stat stat) throws IOException, ResourceExhausted;
  }

  /** The answer; absent for nothing, a directory with content, special files, and what vanishes. */
  private <T> Optional<T> ask(ObjectPath path, Question<T> question)
      throws IOException, ResourceExhausted {
    if (path.isClientState()) {
      return Optional.empty();
    }
    Optional<Slot> found = Slot.existing(root, path.relative());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Slot slot = found.get()) {
      Optional<Stat> stat = slot.look();
      return stat.isPresent() && isObject(slot, stat.get())
          ? Optional.of(question.answer(slot, stat.get()))
          : Optional.empty();
    } catch (DiskException failure) {
      if (Slot.isNoDirectory(failure)) {
        return Optional.empty(); // gone meanwhile, or a link by now
      }
      throw failure;
    }
  }

  private static boolean isObject(Slot slot, Stat stat) throws DiskException {
    return switch (stat.kind()) {
      case FILE, SYMLINK -> true;
      case DIRECTORY -> {
        try (Dir directory = slot.dir().open(slot.name())) {
          yield directory.isEmpty();
        }
      }
      case OTHER -> false;
    };
  }

  /** What stands at the path; absent for nothing, a directory with content, and special files. */
  Optional<SummaryEntry> look(ObjectPath path) throws IOException, ResourceExhausted {
    return ask(path, (_, stat) -> summarized(path.relative(), stat));
  }

  /** The content at the path; absent if it has none. */
  Optional<Content> read(ObjectPath path) throws IOException, ResourceExhausted {
    return ask(
        path,
        (slot, stat) -> {
          Blob bytes =
              switch (stat.kind()) {
                case FILE -> file(path, slot, stat.size());
                case SYMLINK -> Blob.utf8(linkText(slot));
                case DIRECTORY, OTHER -> Blob.EMPTY;
              };
          SummaryEntry seen = summarized(path.relative(), stat);
          return new Content(
              new SummaryEntry(
                  seen.path(),
                  stat.kind() == Stat.Kind.SYMLINK ? FileMode.symlink() : mode(stat),
                  seen.modTimeNanos(),
                  bytes.length(),
                  seen.inode(),
                  Optional.empty()),
              bytes);
        });
  }

  private Blob file(ObjectPath path, Slot slot, long size) throws IOException, ResourceExhausted {
    if (size <= maxObjectBytes) {
      try (InputStream in = slot.dir().read(slot.name())) {
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
  Optional<ContentHash> hash(ObjectPath path) throws IOException, ResourceExhausted {
    return ask(
        path,
        (slot, stat) ->
            switch (stat.kind()) {
              case FILE -> hashOfFile(slot);
              case SYMLINK -> ContentHash.of(Blob.utf8(linkText(slot)));
              case DIRECTORY, OTHER -> ContentHash.OF_NOTHING;
            });
  }

  private static ContentHash hashOfFile(Slot slot) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    var buffer = new byte[64 << 10];
    try (InputStream in = slot.dir().read(slot.name())) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return ContentHash.ofBytes(digest.digest());
  }

  private static String linkText(Slot link) throws DiskException {
    return link.dir()
        .readLink(link.name())
        .orElseThrow(
            () -> new DiskException("read", link.name(), Reason.UNSUPPORTED, "no UTF-8 text"));
  }

  /** The entry of a summary (formats.md §5.1), without hash. */
  static SummaryEntry summarized(String name, Stat stat) {
    return switch (stat.kind()) {
      case SYMLINK -> entry(name, LINK, stat, 0);
      case DIRECTORY -> entry(name + "/", EMPTY_DIRECTORY, stat, 0);
      case FILE, OTHER -> entry(name, mode(stat), stat, stat.size());
    };
  }

  private static SummaryEntry entry(String path, FileMode mode, Stat stat, long size) {
    return new SummaryEntry(
        path, mode, stat.modifiedNanos(), size, stat.identity().inode(), Optional.empty());
  }

  /** The Go mode: type bits, special bits and permissions. */
  private static FileMode mode(Stat stat) {
    int mode = stat.mode();
    return new FileMode(
        (mode & FileMode.PERMISSIONS)
            | (stat.isDirectory() ? FileMode.DIRECTORY : 0)
            | ((mode & 04000) != 0 ? SETUID : 0)
            | ((mode & 02000) != 0 ? SETGID : 0)
            | ((mode & 01000) != 0 ? STICKY : 0));
  }
}
