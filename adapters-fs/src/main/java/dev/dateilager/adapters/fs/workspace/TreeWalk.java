package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One walk through a tree in the order of formats.md §5.2: depth first, names by their bytes, links
 * not followed, {@code .dl} left out. A descriptor is open for each directory on the way down, of
 * which a path has at most {@link ObjectPath#MAX_DEPTH}.
 */
final class TreeWalk {
  private static final char REPLACEMENT = '\uFFFD';

  private final LeftOut leftOut;
  private final List<SummaryEntry> entries = new ArrayList<>();

  TreeWalk(LeftOut leftOut) {
    this.leftOut = leftOut;
  }

  /** The entries of the whole tree. */
  List<SummaryEntry> all(Dir root) throws DiskException {
    walk(root, "");
    return entries;
  }

  /** The entries of what stands at {@code top}, if its parents are directories, and below it. */
  List<SummaryEntry> below(Dir root, ObjectPath top) throws DiskException {
    Optional<Slot> found = Slot.existing(root, top.relative());
    if (found.isPresent()) {
      try (Slot slot = found.get()) {
        visit(slot.dir(), slot.name(), top.relative());
      }
    }
    return entries;
  }

  /** Whether the directory holds anything at all. */
  private boolean walk(Dir directory, String prefix) throws DiskException {
    List<String> names = new ArrayList<>(directory.list());
    names.sort(ObjectPath::compareUtf8);
    String before = "";
    for (String name : names) {
      String path = prefix + name;
      if (path.equals(ObjectPath.STATE_DIRECTORY)) {
        continue;
      }
      // A name that is no text is shown damaged: as one that is not there, or is another's.
      boolean damaged =
          name.indexOf(REPLACEMENT) >= 0 && (name.equals(before) || directory.look(name).isEmpty());
      if (damaged) {
        leftOut.leftOut(path, "its name is not valid UTF-8");
      } else {
        visit(directory, name, path);
      }
      before = name;
    }
    return !names.isEmpty();
  }

  private void visit(Dir parent, String name, String path) throws DiskException {
    try {
      ObjectPath.parse(path);
    } catch (InvalidArgument tooLong) {
      leftOut.leftOut(path, "its path is too long or too deep");
      return;
    }
    Optional<Stat> found = parent.look(name);
    if (found.isEmpty()) {
      return;
    }
    Stat stat = found.get();
    switch (stat.kind()) {
      case FILE -> entries.add(TreeReading.summarized(path, stat));
      case SYMLINK -> link(parent, name, path, stat);
      case DIRECTORY -> directory(parent, name, path, stat);
      case OTHER -> leftOut.leftOut(path, "it is a socket, a FIFO or a device");
    }
  }

  private void directory(Dir parent, String name, String path, Stat stat) throws DiskException {
    Dir opened;
    try {
      opened = parent.open(name);
    } catch (DiskException failure) {
      if (Slot.isNoDirectory(failure)) {
        return; // gone meanwhile: as if it had never been seen
      }
      throw failure;
    }
    try (opened) {
      if (!walk(opened, path + "/")) {
        entries.add(TreeReading.summarized(path, stat));
      }
    }
  }

  private void link(Dir parent, String name, String path, Stat stat) throws DiskException {
    Optional<String> text;
    try {
      text = parent.readLink(name);
    } catch (DiskException changed) {
      if (parent.look(name).map(Stat::kind).filter(Stat.Kind.SYMLINK::equals).isPresent()) {
        throw changed;
      }
      return; // gone meanwhile
    }
    if (text.isPresent()) {
      entries.add(TreeReading.summarized(path, stat));
    } else {
      leftOut.leftOut(path, "its link text is not valid UTF-8");
    }
  }
}
