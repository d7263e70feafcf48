package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import java.util.ArrayList;
import java.util.List;

/**
 * The store's directories, held open (design.md "Names users and peers see").
 *
 * @param root 0700; holds the rest, the marker, the locks and {@code versions}
 * @param objects one directory a pack, whole and durable
 * @param manifests one file a pack
 * @param generations one file a cache version: which packs it has
 * @param ledger one file a placement
 * @param work placements being built; emptied at each start
 * @param trash what is being deleted; emptied at each start
 * @param quarantine the latest pack that was found damaged, for people to look at
 * @param tmp packs and files being made; emptied at each start
 */
public record StoreDirs(
    Dir root,
    Dir objects,
    Dir manifests,
    Dir generations,
    Dir ledger,
    Dir work,
    Dir trash,
    Dir quarantine,
    Dir tmp)
    implements AutoCloseable {
  private static final int PRIVATE = 0700;

  /** Opens them below the root, which becomes theirs, and makes those that are missing. */
  static StoreDirs of(Dir root) throws DiskException {
    var opened = new ArrayList<Dir>();
    try {
      int before = root.list().size();
      for (String name :
          List.of(
              "objects",
              "manifests",
              "generations",
              "ledger",
              "work",
              "trash",
              "quarantine",
              "tmp")) {
        opened.add(root.ensure(name, name.equals("objects") ? GoldenMode.DIRECTORY : PRIVATE));
      }
      if (root.list().size() > before) {
        root.sync(); // their names, before anything in them is believed
      }
    } catch (DiskException failure) {
      opened.forEach(Dir::close);
      throw failure;
    }
    return new StoreDirs(
        root,
        opened.get(0),
        opened.get(1),
        opened.get(2),
        opened.get(3),
        opened.get(4),
        opened.get(5),
        opened.get(6),
        opened.get(7));
  }

  @Override
  public void close() {
    for (Dir dir :
        List.of(tmp, quarantine, trash, work, ledger, generations, manifests, objects, root)) {
      dir.close();
    }
  }
}
