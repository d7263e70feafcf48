package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Puts the files, links and directories of a stream where their names say. */
final class EntryPlacer {
  private final TreeEditor editor;
  private final PrivateFiles files;
  private final boolean outOfSight;

  private EntryPlacer(TreeEditor editor, PrivateFiles files, boolean outOfSight) {
    this.editor = editor;
    this.files = files;
    this.outOfSight = outOfSight;
  }

  /** Into a tree that others see: everything is made aside and moved in. */
  static EntryPlacer into(TreeEditor tree, PrivateFiles files) {
    return new EntryPlacer(tree, files, false);
  }

  /** Into {@code base}, a directory below that of {@code files}, so that nobody sees it yet. */
  static EntryPlacer outOfSight(Path base, PrivateFiles files) {
    return new EntryPlacer(new TreeEditor(base, files), files, true);
  }

  void file(Entry.RegularFile file, EntryReader body) throws IOException, DateiLagerException {
    if (outOfSight) {
      editor.makeParents(file.path());
      Path place = editor.place(file.path());
      if (FileState.of(place).isEmpty()) {
        files.write(place, body, file.size(), file.permissions());
        return;
      }
    }
    Path staged = files.name();
    files.write(staged, body, file.size(), file.permissions());
    editor.install(staged, false, file.path());
  }

  void symlink(Entry.Symlink link) throws IOException {
    if (outOfSight) {
      editor.makeParents(link.path());
      try {
        PrivateFiles.link(link.target(), editor.place(link.path()));
        return;
      } catch (FileSystemException | DiskException _) {
        // something stands there: an earlier entry of the same name
      }
    }
    Path staged = files.name();
    PrivateFiles.link(link.target(), staged);
    editor.install(staged, false, link.path());
  }

  void directory(Entry.Directory directory) throws IOException {
    editor.makeDirectory(directory.path());
  }
}
