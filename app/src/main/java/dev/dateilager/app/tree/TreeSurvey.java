package dev.dateilager.app.tree;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Looks at a directory: every name, without following a link and without reading a file. What no
 * project can hold (R8, client.md oddity 17) is listed and left out. Names that vanish while it
 * looks are as if they had not been there.
 */
public final class TreeSurvey {
  private static final int KIND = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMLINK = 0120000;

  private final long maxFileBytes;
  private final Predicate<String> skipped;
  private final SortedMap<String, TreeEntry> entries = new TreeMap<>();
  private final List<Tree.LeftOut> leftOut = new ArrayList<>();

  private TreeSurvey(long maxFileBytes, Predicate<String> skipped) {
    this.maxFileBytes = maxFileBytes;
    this.skipped = skipped;
  }

  /**
   * Looks at a directory.
   *
   * @param maxFileBytes files above it are left out
   * @param skipped paths that are passed over without a word, with all below them
   * @throws FailedPrecondition if it is no directory, or cannot be read
   * @throws IoFailed if the disk fails
   */
  public static Tree of(Path root, long maxFileBytes, Predicate<String> skipped)
      throws FailedPrecondition, IoFailed {
    if (!Files.isDirectory(root)) {
      throw new FailedPrecondition("'%s' is not a directory".formatted(root));
    }
    var survey = new TreeSurvey(maxFileBytes, skipped);
    try {
      survey.enter(root, "", 0);
    } catch (AccessDeniedException denied) {
      throw new FailedPrecondition("directory '%s' cannot be read".formatted(root), denied);
    } catch (IOException failure) {
      throw new IoFailed("cannot look through '%s'".formatted(root), failure);
    }
    return new Tree(root, survey.entries, survey.leftOut);
  }

  private void enter(Path directory, String prefix, int depth) throws IOException {
    var names = new ArrayList<Path>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      children.forEach(names::add);
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    for (Path child : names) {
      look(child, prefix, depth);
    }
  }

  private void look(Path child, String prefix, int depth) throws IOException {
    String name = child.getFileName().toString();
    String path = prefix + name;
    if (skipped.test(path)) {
      return;
    }
    if (!child.getFileSystem().getPath(name).equals(child.getFileName())) {
      leaveOut(path, "its name is not UTF-8");
      return;
    }
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(child, "unix:mode,size,dev,ino", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException vanished) {
      return;
    }
    int mode = (int) number(attributes, "mode");
    var inode = new TreeEntry.Inode(number(attributes, "dev"), number(attributes, "ino"));
    Optional<String> fault = fault(path, depth, mode & KIND);
    if (fault.isPresent()) {
      leaveOut(path, fault.get());
      return;
    }
    switch (mode & KIND) {
      case REGULAR -> file(child, path, mode, number(attributes, "size"), inode);
      case SYMLINK -> symlink(child, path, mode, inode);
      case DIRECTORY -> directory(child, path, mode, inode, depth);
      default -> leaveOut(path, "it is a socket, a FIFO or a device");
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
  }

  private void file(Path child, String path, int mode, long size, TreeEntry.Inode inode) {
    if (size > maxFileBytes) {
      leaveOut(path, "it has %d bytes, at most %d fit a message".formatted(size, maxFileBytes));
    } else if (!Files.isReadable(child)) {
      leaveOut(path, "it cannot be read");
    } else {
      entries.put(
          path, new TreeEntry(TreeEntry.Kind.FILE, mode & 0777, size, inode, Optional.empty()));
    }
  }

  private void symlink(Path child, String path, int mode, TreeEntry.Inode inode)
      throws IOException {
    Path text = Files.readSymbolicLink(child);
    int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
    if (text.toString().indexOf('\uFFFD') >= 0) { // what Java makes of other bytes
      leaveOut(path, "its link text is not UTF-8");
    } else if (bytes > Entry.Symlink.MAX_TARGET_BYTES) {
      leaveOut(path, "its link text has %d bytes".formatted(bytes));
    } else {
      entries.put(
          path, new TreeEntry(TreeEntry.Kind.SYMLINK, mode & 0777, 0, inode, Optional.of(text)));
    }
  }

  private void directory(Path child, String path, int mode, TreeEntry.Inode inode, int depth)
      throws IOException {
    if (!Files.isReadable(child) || !Files.isExecutable(child)) {
      leaveOut(path, "the directory cannot be read");
      return;
    }
    entries.put(
        path, new TreeEntry(TreeEntry.Kind.DIRECTORY, mode & 0777, 0, inode, Optional.empty()));
    enter(child, path + "/", depth + 1);
  }

  /** Why no project can hold the path; a directory's own path has a slash more. */
  private static Optional<String> fault(String path, int depth, int kind) {
    if (depth == 0 && path.equals(ObjectPath.STATE_DIRECTORY)) {
      return Optional.of("the name belongs to the client");
    }
    String object = kind == DIRECTORY ? path + "/" : path;
    try {
      int bytes = ObjectPath.parse(object).utf8Length();
      return bytes > ObjectPath.MAX_STORED_BYTES
          ? Optional.of(
              "its path has %d bytes, at most %d are stored"
                  .formatted(bytes, ObjectPath.MAX_STORED_BYTES))
          : Optional.empty();
    } catch (InvalidArgument refused) {
      return Optional.of("its path is refused: " + refused.getMessage());
    }
  }

  private void leaveOut(String path, String why) {
    leftOut.add(new Tree.LeftOut(path, why));
  }
}
