package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import java.nio.charset.StandardCharsets;

/** Builds a golden copy's tree in a directory that nobody else can reach (formats.md §4). */
final class TreeBuilder {
  private final StoreDirs store;
  private final FilePlacing files;
  private final int width;

  TreeBuilder(StoreDirs store, FilePlacing files, int width) {
    this.store = store;
    this.files = files;
    this.width = width;
  }

  Tally build(GoldenCopy golden, Dir tree) throws DateiLagerException, DiskException {
    var jobs = new Jobs();
    try (Dir objects = tree.make("objects", PackPlacing.DIRECTORY)) {
      jobs.add(
          golden.packs().stream()
              .map(pack -> new PackPlacing(store, pack, objects, files))
              .toList());
      Tally tally = jobs.run(width);
      tally.directories(2); // the target and objects
      if (!golden.packs().isEmpty()) {
        writeVersions(golden, tree);
      }
      if (tally.weakest() != LinkMode.LINK) {
        tree.syncFileSystem(); // bytes of its own must not be lost while the names stay (F13)
      }
      return tally;
    }
  }

  /** Its own copy: what may change is never linked (I7). */
  private static void writeVersions(GoldenCopy golden, Dir tree) throws DiskException {
    byte[] text = (golden.version() + "\n").getBytes(StandardCharsets.UTF_8);
    try (NewFile versions = tree.create("versions")) {
      versions.write(text, 0, text.length);
      versions.finish(0644, false);
    }
  }
}
