package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.staging.Obstacle;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Takes single files from a cache, by the best of link, clone and copy. An obstacle is only ever
 * the answer of the linking or cloning call itself; any other failure is a failure (I8). What
 * stands in the way of the whole pair of directories is found out once. Safe for use by many
 * threads.
 */
final class CachedFiles {
  private static final int BUFFER = 64 << 10;

  private final boolean oneFileSystem;
  private volatile Optional<Obstacle> noLinks = Optional.empty();
  private volatile Optional<Obstacle> noClones = Optional.empty();

  /**
   * For one pair of directories.
   *
   * @param oneFileSystem whether both lie on the same, if perhaps through two mounts
   */
  CachedFiles(boolean oneFileSystem) {
    this.oneFileSystem = oneFileSystem;
  }

  /** The cache is at fault: it does not hold what it should, or does not let it be read. */
  static final class Unusable extends Exception {
    Unusable(String what) {
      super(what);
    }

    private Unusable(IOException cause) {
      super(cause);
    }
  }

  /** Looks at the cache alone. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** The result; whatever fails makes the cache unusable, except that descriptors ran out. */
  static <T> T ofCache(Reading<T> reading) throws DiskException, Unusable {
    try {
      return reading.read();
    } catch (DiskException failure) {
      if (failure.reason() == Reason.FULL) {
        throw failure;
      }
      throw new Unusable(failure);
    } catch (IOException failure) {
      throw new Unusable(failure);
    }
  }

  /**
   * Takes a regular file.
   *
   * @param to a directory that nobody else reaches
   * @param seen what {@code from} was seen to hold under the name
   */
  void take(Dir from, String name, Stat seen, Dir to, String as, TakenFiles taken)
      throws DiskException, Unusable {
    int mode = seen.mode() & 0777;
    if (seen.size() == 0) { // a second name of an empty file shares nothing but its mode
      try (NewFile empty = to.create(as)) {
        empty.finish(mode, false);
      }
      taken.copied();
      taken.met(Obstacle.EMPTY_FILE);
      return;
    }
    Optional<Obstacle> obstacle = link(from, name, to, as);
    if (obstacle.isEmpty()) {
      taken.linked();
      return;
    }
    taken.met(obstacle.get());
    if (clone(from, name, to, as, mode)) {
      taken.cloned();
    } else {
      copy(from, name, to, as, mode);
      taken.copied();
    }
  }

  private Optional<Obstacle> link(Dir from, String name, Dir to, String as)
      throws DiskException, Unusable {
    if (noLinks.isPresent()) {
      return noLinks;
    }
    try {
      to.link(from, name, as);
    } catch (DiskException failure) {
      Optional<Obstacle> obstacle = obstacle(failure, from, name);
      if (obstacle.get() != Obstacle.LINK_LIMIT && obstacle.get() != Obstacle.NOT_PERMITTED) {
        noLinks = obstacle; // those two are of the one file alone
      }
      return obstacle;
    }
    if (to.look(as).map(Stat::kind).orElse(Stat.Kind.OTHER) != Stat.Kind.FILE) {
      throw new Unusable("'%s/%s' became something else meanwhile".formatted(from, name)); // I5
    }
    return Optional.empty();
  }

  private boolean clone(Dir from, String name, Dir to, String as, int mode)
      throws DiskException, Unusable {
    if (noClones.isPresent()) {
      return false;
    }
    try {
      to.cloneFile(from, name, as, mode);
      return true;
    } catch (DiskException failure) {
      noClones = obstacle(failure, from, name);
      return false;
    }
  }

  private Optional<Obstacle> obstacle(DiskException failure, Dir from, String name)
      throws DiskException, Unusable {
    return switch (failure.reason()) {
      case OTHER_MOUNT ->
          Optional.of(oneFileSystem ? Obstacle.OTHER_MOUNT : Obstacle.OTHER_FILE_SYSTEM);
      case LINK_LIMIT -> Optional.of(Obstacle.LINK_LIMIT);
      case NOT_PERMITTED -> Optional.of(Obstacle.NOT_PERMITTED);
      case UNSUPPORTED -> Optional.of(Obstacle.NOT_SUPPORTED);
      default -> {
        ofCache( // is the cache at fault?
            () -> {
              from.read(name).close();
              return name;
            });
        throw failure;
      }
    };
  }

  private static void copy(Dir from, String name, Dir to, String as, int mode)
      throws DiskException, Unusable {
    try (InputStream source = ofCache(() -> from.read(name));
        NewFile target = to.create(as)) {
      var buffer = new byte[BUFFER];
      for (int length = ofCache(() -> source.read(buffer));
          length >= 0;
          length = ofCache(() -> source.read(buffer))) {
        target.write(buffer, 0, length);
      }
      target.finish(mode, false);
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) { // only closing the source is left
      throw new Unusable(failure);
    }
  }
}
