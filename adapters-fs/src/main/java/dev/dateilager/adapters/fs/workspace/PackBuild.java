package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pack unpacked under its full names into a private directory. */
final class PackBuild {
  private final String name;
  private final List<Entry> entries = new ArrayList<>();
  private long files;

  private PackBuild(String name) {
    this.name = name;
  }

  /**
   * Unpacks.
   *
   * @param within where every entry must lie; absent for anywhere
   * @throws Corrupt for an entry that lies elsewhere or that packs cannot hold (I5); nothing is
   *     left
   */
  static PackBuild of(EntryReader reader, Optional<ObjectPath> within, PrivateFiles privateFiles)
      throws DiskException, DateiLagerException {
    var build = new PackBuild(privateFiles.name());
    boolean whole = false;
    try (Dir base = privateFiles.dir().makeLessUmask(build.name, 0777);
        var placer = new HiddenPlacer(base, privateFiles)) {
      build.unpack(reader, within, placer);
      whole = true;
    } finally {
      if (!whole) {
        privateFiles.dir().removeTree(build.name);
      }
    }
    return build;
  }

  private void unpack(EntryReader reader, Optional<ObjectPath> within, HiddenPlacer placer)
      throws DiskException, DateiLagerException {
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (within.isPresent() && !lies(entry.path(), within.get())) {
        throw new Corrupt(
            "the pack at '%s' has an entry '%s'".formatted(within.get(), entry.path()));
      }
      switch (entry) {
        case Entry.RegularFile file -> {
          placer.file(file, reader);
          files++;
        }
        case Entry.Directory directory -> placer.directory(directory);
        case Entry.Symlink link -> placer.symlink(link);
        case Entry.Deletion _, Entry.CachedReference _ ->
            throw new Corrupt("a pack cannot hold what '%s' is".formatted(entry.path()));
      }
      entries.add(entry);
    }
  }

  private static boolean lies(ObjectPath path, ObjectPath within) {
    String name = path.relative();
    String top = within.relative();
    return name.equals(top) || name.startsWith(top + "/");
  }

  /** The private directory's name. */
  String name() {
    return name;
  }

  /** Every entry, in order. */
  List<Entry> entries() {
    return entries;
  }

  /** How many of them are files. */
  long files() {
    return files;
  }
}
