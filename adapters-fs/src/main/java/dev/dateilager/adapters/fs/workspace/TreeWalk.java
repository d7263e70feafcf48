package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree.LeftOut;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One walk through a tree in the order of formats.md §5.2: depth first, names by their bytes, links
 * not followed, {@code .dl} left out.
 */
final class TreeWalk {
  private static final char REPLACEMENT = '\uFFFD';

  private final Path root;
  private final LeftOut leftOut;
  private final List<SummaryEntry> entries = new ArrayList<>();

  TreeWalk(Path root, LeftOut leftOut) {
    this.root = root;
    this.leftOut = leftOut;
  }

  /** The entries of the whole tree. */
  List<SummaryEntry> all() throws IOException {
    if (FileState.isDirectory(root)) {
      walk(root, "");
    }
    return entries;
  }

  /** The entries of what stands at {@code top}, whose parents are directories, and below it. */
  List<SummaryEntry> below(ObjectPath top) throws IOException {
    visit(root.resolve(top.relative()), top.relative());
    return entries;
  }

  /** Whether the directory holds anything at all. */
  private boolean walk(Path directory, String prefix) throws IOException {
    var names = new ArrayList<Path>();
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
      listing.forEach(entry -> names.add(entry.getFileName()));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return true; // gone meanwhile: as if it had never been seen
    }
    var sorted =
        names.stream()
            .map(name -> new Name(name, name.toString()))
            .sorted(Comparator.comparing(Name::text, ObjectPath::compareUtf8))
            .toList();
    for (Name name : sorted) {
      String path = prefix + name.text();
      if (path.equals(ObjectPath.STATE_DIRECTORY)) {
        continue;
      }
      if (name.isUtf8()) {
        visit(directory.resolve(name.path()), path);
      } else {
        leftOut.leftOut(path, "its name is not valid UTF-8");
      }
    }
    return !sorted.isEmpty();
  }

  private void visit(Path place, String path) throws IOException {
    try {
      ObjectPath.parse(path);
    } catch (InvalidArgument tooLong) {
      leftOut.leftOut(path, "its path is too long or too deep");
      return;
    }
    Optional<FileState> state = FileState.of(place);
    if (state.isEmpty()) {
      return;
    }
    switch (state.get().kind()) {
      case FILE -> entries.add(TreeReading.summarized(path, state.get()));
      case SYMLINK -> link(place, path, state.get());
      case DIRECTORY -> {
        if (!walk(place, path + "/")) {
          entries.add(TreeReading.summarized(path, state.get()));
        }
      }
      case OTHER -> leftOut.leftOut(path, "it is a socket, a FIFO or a device");
    }
  }

  private void link(Path place, String path, FileState state) throws IOException {
    try {
      if (TreeReading.linkText(place).indexOf(REPLACEMENT) < 0) {
        entries.add(TreeReading.summarized(path, state));
      } else {
        leftOut.leftOut(path, "its link text is not valid UTF-8");
      }
    } catch (NoSuchFileException | NotLinkException _) {
      // gone meanwhile
    }
  }

  /**
   * A directory entry's name.
   *
   * @param path as the file system has it
   * @param text decoded; bytes that are not UTF-8 replaced
   */
  private record Name(Path path, String text) {
    boolean isUtf8() {
      if (text.indexOf(REPLACEMENT) < 0) {
        return true;
      }
      try { // or the character itself stands there
        return path.getFileSystem().getPath(text).equals(path);
      } catch (InvalidPathException _) {
        return false;
      }
    }
  }
}
