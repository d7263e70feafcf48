package dev.dateilager.adapters.fs.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * A way down from a directory that makes what is missing. Remembers where it stands, so that going
 * on to a neighbour opens only what differs; sorted paths cost one call or two each. For one
 * thread; closes what it opened, not the directory it starts from.
 */
public final class Descent implements AutoCloseable {
  private final Dir base;
  private final Maker maker;
  private final List<String> names = new ArrayList<>();
  private final List<Dir> open = new ArrayList<>();

  /**
   * A way that begins at {@code base}.
   *
   * @param mode of directories that are made
   */
  public Descent(Dir base, int mode) {
    this(base, (parent, name) -> parent.ensure(name, mode));
  }

  private Descent(Dir base, Maker maker) {
    this.base = base;
    this.maker = maker;
  }

  /** A way that begins at {@code base} and makes directories as users' programs do. */
  public static Descent lessUmask(Dir base) {
    return new Descent(base, (parent, name) -> parent.ensureLessUmask(name, 0777));
  }

  /** Opens a directory, making it if need be. */
  @FunctionalInterface
  private interface Maker {
    Dir ensure(Dir parent, String name) throws DiskException;
  }

  /**
   * The directory at the end of these names, made with its parents if need be; the base itself for
   * none. It is closed by this way, at the latest when it leads somewhere else.
   */
  public Dir to(List<String> path) throws DiskException {
    int common = 0;
    while (common < path.size()
        && common < names.size()
        && path.get(common).equals(names.get(common))) {
      common++;
    }
    backTo(common);
    for (String name : path.subList(common, path.size())) {
      open.add(maker.ensure(here(), name));
      names.add(name);
    }
    return here();
  }

  private Dir here() {
    return open.isEmpty() ? base : open.getLast();
  }

  private void backTo(int depth) {
    while (open.size() > depth) {
      open.removeLast().close();
      names.removeLast();
    }
  }

  @Override
  public void close() {
    backTo(0);
  }
}
