package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.FindingSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Compares one pack with its manifest, directory by directory as the manifest has them: each comes
 * after its parent, and all below it come before its next sibling. So a name on disk that nothing
 * explains is known as soon as the directory's subtree has passed, and only the directories on the
 * way down are in memory. For one thread.
 */
final class PackCheck {
  private static final ManifestVisitor NOTHING =
      new ManifestVisitor() {
        @Override
        public void directory(String path) {}

        @Override
        public void file(String name, int mode, long size, byte[] sha256) {}

        @Override
        public void symlink(String name, String text) {}
      };

  /**
   * A directory on the way down.
   *
   * @param dir absent if there is none on disk
   * @param unexplained names on disk that the manifest has not told of so far
   */
  private record Level(String path, Optional<Dir> dir, Set<String> unexplained) {
    boolean holds(String other) {
      return path.isEmpty() || other.startsWith(path + "/");
    }

    String below(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }
  }

  /** Carries a failure of the domain through the reading of a manifest. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient DateiLagerException why;

    private Ended(DateiLagerException why) {
      super(why);
      this.why = why;
    }
  }

  private final StoreDirs dirs;
  private final ContentHash pack;
  private final FindingSink sink;
  private final BooleanSupplier stands;
  private final FileCheck files;
  private final long owner;
  private final Deque<Level> way = new ArrayDeque<>();

  /**
   * A check of one pack.
   *
   * @param stands whether the pack still does: what is found missing after it was put aside is not
   *     worth a word
   */
  PackCheck(
      StoreDirs dirs, ContentHash pack, FileCheck files, FindingSink sink, BooleanSupplier stands)
      throws DiskException {
    this.dirs = dirs;
    this.pack = pack;
    this.files = files;
    this.sink = sink;
    this.stands = stands;
    this.owner = dirs.root().stat().owner();
  }

  void run() throws DateiLagerException, DiskException {
    try {
      Manifest.read(dirs.manifests(), pack, NOTHING); // before a name in it is believed
      Manifest.read(dirs.manifests(), pack, new Comparison());
      leaveUntil(level -> false);
    } catch (Corrupt damaged) {
      found("", "has a damaged manifest: " + damaged.getMessage());
    } catch (DiskException failure) {
      if (failure.reason() != Reason.ABSENT) {
        throw failure;
      }
      found("", "has no manifest any more");
    } catch (Ended ended) {
      throw ended.why;
    } finally {
      way.forEach(level -> level.dir().ifPresent(Dir::close));
    }
  }

  private void found(String path, String what) throws DateiLagerException {
    if (!stands.getAsBoolean()) {
      throw new NotFound("pack %s was put aside while it was compared".formatted(pack));
    }
    sink.found(new Finding(pack, path, what));
  }

  private void tell(String path, String what) {
    try {
      found(path, what);
    } catch (DateiLagerException end) {
      throw new Ended(end);
    }
  }

  private void leaveUntil(Predicate<Level> holds) {
    while (!way.isEmpty() && !holds.test(way.peek())) {
      Level left = way.pop();
      left.dir().ifPresent(Dir::close);
      for (String name : left.unexplained()) {
        tell(left.below(name), "is not in the manifest");
      }
    }
  }

  private final class Comparison implements ManifestVisitor {
    @Override
    public void directory(String path) throws DiskException {
      leaveUntil(level -> level.holds(path));
      Optional<Dir> dir = way.isEmpty() ? open(dirs.objects(), pack.hex(), path) : enter(path);
      var names = new HashSet<String>();
      if (dir.isPresent()) {
        way.push(new Level(path, dir, names)); // first, so that it is closed whatever follows
        attributes(path, dir.get().stat(), GoldenMode.DIRECTORY);
        names.addAll(dir.get().list());
      } else {
        way.push(new Level(path, dir, names));
      }
    }

    private Optional<Dir> enter(String path) throws DiskException {
      Level parent = way.element();
      if (parent.dir().isEmpty()) {
        return Optional.empty(); // that was told of
      }
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (!parent.unexplained().remove(name)) {
        tell(path, "is missing");
        return Optional.empty();
      }
      return open(parent.dir().get(), name, path);
    }

    private Optional<Dir> open(Dir parent, String name, String path) throws DiskException {
      try {
        return Optional.of(parent.open(name));
      } catch (DiskException failure) {
        switch (failure.reason()) {
          case ABSENT -> tell(path, "is missing");
          case NOT_A_DIRECTORY, ESCAPES -> tell(path, "is not a directory");
          default -> throw failure;
        }
        return Optional.empty();
      }
    }

    @Override
    public void file(String name, int mode, long size, byte[] sha256) throws DiskException {
      Optional<Stat> found = look(name, Stat.Kind.FILE);
      if (found.isEmpty()) {
        return;
      }
      String path = way.element().below(name);
      attributes(path, found.get(), GoldenMode.of(mode));
      if (found.get().size() != size) {
        tell(path, "has %d bytes instead of %d".formatted(found.get().size(), size));
        return;
      }
      try {
        Optional<String> difference =
            files.compare(way.element().dir().orElseThrow(), name, sha256);
        difference.ifPresent(what -> tell(path, what));
      } catch (DateiLagerException end) {
        throw new Ended(end);
      }
    }

    @Override
    public void symlink(String name, String text) throws DiskException {
      if (look(name, Stat.Kind.SYMLINK).isPresent()
          && !way.element().dir().orElseThrow().linksTo(name, text)) {
        tell(way.element().below(name), "points elsewhere");
      }
    }

    /** What stands at a name; absent if that is not of this kind, which was told of then. */
    private Optional<Stat> look(String name, Stat.Kind kind) throws DiskException {
      Level level = way.element();
      if (level.dir().isEmpty()) {
        return Optional.empty(); // the directory's absence says it all
      }
      Optional<Stat> found = level.dir().get().look(name);
      level.unexplained().remove(name);
      if (found.isEmpty()) {
        tell(level.below(name), "is missing");
        return Optional.empty();
      }
      if (found.get().kind() != kind) {
        tell(level.below(name), "is a %s instead of a %s".formatted(found.get().kind(), kind));
        return Optional.empty();
      }
      return found;
    }

    private void attributes(String path, Stat stat, int mode) {
      if (stat.mode() != mode) {
        tell(path, "has mode %04o instead of %04o".formatted(stat.mode(), mode));
      }
      if (stat.owner() != owner) {
        tell(path, "belongs to user %d instead of %d".formatted(stat.owner(), owner));
      }
    }
  }
}
