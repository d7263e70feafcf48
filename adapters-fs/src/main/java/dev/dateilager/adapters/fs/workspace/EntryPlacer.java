package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;

/**
 * Puts the files, links and directories of a stream where their names say, in a tree that others
 * see: everything is made aside and moved in. For one thread; the editor may be shared.
 */
final class EntryPlacer {
  private final TreeEditor editor;
  private final PrivateFiles files;

  EntryPlacer(TreeEditor editor, PrivateFiles files) {
    this.editor = editor;
    this.files = files;
  }

  void file(Entry.RegularFile file, EntryReader body) throws DiskException, DateiLagerException {
    String staged = files.file(body, file.size(), file.permissions());
    editor.install(files.dir(), staged, file.path());
  }

  void symlink(Entry.Symlink link) throws DiskException {
    String staged = files.name();
    files.dir().symlink(link.target(), staged);
    editor.install(files.dir(), staged, link.path());
  }

  void directory(Entry.Directory directory) throws DiskException {
    editor.makeDirectory(directory.path());
  }
}
