package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.CachedFiles.ofCache;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.workspace.CachedFiles.Unusable;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;

/**
 * Takes one pack from a cache into a private place: directories and links made anew, files as
 * {@link CachedFiles} can (client.md §2.9). Every source is one name in a directory that was opened
 * below the pack's own without following links (I5). For one thread, once.
 */
final class CachedPackTaking {
  private final Dir objects;
  private final CachedFiles cached;
  private final PrivateFiles files;
  private final TakenFiles taken = new TakenFiles();

  CachedPackTaking(Dir objects, CachedFiles cached, PrivateFiles files) {
    this.objects = objects;
    this.cached = cached;
    this.files = files;
  }

  /**
   * Takes the pack.
   *
   * @return its name among the private files; absent if the cache does not hold it whole, and then
   *     nothing is left
   * @throws DiskException if it could not be written; nothing is left then
   */
  Optional<String> take(Entry.CachedReference reference) throws DiskException {
    String staged = files.name();
    boolean whole = false;
    try (Dir pack = ofCache(() -> objects.open(reference.hash().hex()));
        Slot source = slot(pack, reference.path())) {
      take(source.dir(), source.name(), files.dir(), staged, 0);
      whole = true;
      return Optional.of(staged);
    } catch (Unusable _) {
      return Optional.empty();
    } finally {
      if (!whole) {
        files.dir().removeTree(staged);
      }
    }
  }

  /** How its files were taken. */
  TakenFiles taken() {
    return taken;
  }

  private static Slot slot(Dir pack, ObjectPath path) throws DiskException, Unusable {
    return ofCache(() -> Slot.existing(pack, path.relative()))
        .orElseThrow(() -> new Unusable("'%s' is not in '%s'".formatted(path, pack)));
  }

  private void take(Dir from, String name, Dir to, String as, int depth)
      throws DiskException, Unusable {
    Stat seen =
        ofCache(() -> from.look(name))
            .orElseThrow(() -> new Unusable("'%s/%s' is not there".formatted(from, name)));
    switch (seen.kind()) {
      case FILE -> cached.take(from, name, seen, to, as, taken);
      case SYMLINK ->
          to.symlink(
              ofCache(() -> from.readLink(name))
                  .orElseThrow(() -> new Unusable("the link '%s/%s'".formatted(from, name))),
              as);
      case DIRECTORY -> directory(from, name, to, as, depth);
      case OTHER -> throw new Unusable("'%s/%s' is a device or the like".formatted(from, name));
    }
  }

  private void directory(Dir from, String name, Dir to, String as, int depth)
      throws DiskException, Unusable {
    if (depth == ObjectPath.MAX_DEPTH) {
      throw new Unusable("'%s/%s' is deeper than any pack".formatted(from, name));
    }
    try (Dir source = ofCache(() -> from.open(name));
        Dir target = to.makeLessUmask(as, 0777)) {
      for (String each : ofCache(source::list)) {
        take(source, each, target, each, depth + 1);
      }
    }
  }
}
