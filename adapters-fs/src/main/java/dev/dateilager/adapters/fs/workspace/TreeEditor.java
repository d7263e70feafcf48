package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Changes what stands at the names of one tree: nothing, a file, a link or a directory into any
 * other of these (lesson 1). Every change is made at a single name of a directory that was opened
 * without following links (I1); where a link or a file stands in a parent's place, a directory
 * replaces it (I4). Someone who exchanges things meanwhile can make a change fail, or come to stand
 * in a directory that he moved, but nothing else. Safe for use by many threads.
 *
 * <p>{@code shape} is held shared by whatever leaves every directory a directory, and alone by what
 * makes directories into other things or others into directories. So no thread of ours takes away a
 * directory that another one has just opened.
 */
final class TreeEditor {
  private static final int TRIES = 8; // while someone else changes the same names

  private final Dir root;
  private final PrivateFiles outgoing;
  private final ReentrantReadWriteLock shape = new ReentrantReadWriteLock();

  /**
   * An editor of the tree at {@code root}.
   *
   * @param outgoing on the same mount; takes what is moved out of the way
   */
  TreeEditor(Dir root, PrivateFiles outgoing) {
    this.root = root;
    this.outgoing = outgoing;
  }

  /** One way of making a change. */
  @FunctionalInterface
  private interface Step {
    /**
     * Tries it.
     *
     * @param alone whether directories may be made into other things, and others into directories
     * @return whether it is done; always true when {@code alone}
     */
    boolean done(boolean alone) throws DiskException;
  }

  private void change(Step step) throws DiskException {
    shape.readLock().lock();
    try {
      if (step.done(false)) {
        return;
      }
    } catch (DiskException _) {
      // Kinds are in the way, or someone else removed a directory; the second try tells.
    } finally {
      shape.readLock().unlock();
    }
    shape.writeLock().lock();
    try {
      step.done(true);
    } finally {
      shape.writeLock().unlock();
    }
  }

  /**
   * Moves a file, a link or a directory with all below it to a name, whatever stands there; parents
   * are made.
   *
   * @param from a directory that nobody else reaches
   * @throws DiskException if it could not be moved; what stood there stands there still
   */
  void install(Dir from, String name, ObjectPath at) throws DiskException {
    boolean[] displaced = {false};
    change(
        alone -> {
          try (Slot slot = made(at.relative(), alone)) {
            if (alone) {
              displaced[0] = replace(from, name, slot);
            } else {
              from.rename(name, slot.dir(), slot.name());
            }
            return true;
          }
        });
    if (displaced[0]) {
      from.removeTree(name);
    }
  }

  /** Whether something stood there that now stands where the new thing was made. */
  private boolean replace(Dir from, String name, Slot slot) throws DiskException {
    for (int tries = 1; ; tries++) {
      try {
        from.rename(name, slot.dir(), slot.name());
        return false;
      } catch (DiskException refused) { // a directory stands there, or is to stand there
        try {
          from.exchange(name, slot.dir(), slot.name());
          return true;
        } catch (DiskException failure) {
          if (failure.reason() == Reason.UNSUPPORTED) {
            replaceInTwoSteps(from, name, slot);
            return false;
          }
          failure.addSuppressed(refused);
          if (failure.reason() != Reason.ABSENT || tries == TRIES) {
            throw failure;
          }
        }
      }
    }
  }

  /** For file systems that cannot swap names: for a moment nothing stands there. */
  private void replaceInTwoSteps(Dir from, String name, Slot slot) throws DiskException {
    String old = outgoing.name();
    slot.dir().rename(slot.name(), outgoing.dir(), old);
    try {
      from.rename(name, slot.dir(), slot.name());
    } catch (DiskException failure) {
      try {
        outgoing.dir().renameNew(old, slot.dir(), slot.name());
      } catch (DiskException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
    outgoing.dir().removeTree(old);
  }

  /** Makes a directory unless one stands there; whatever else stands there is replaced. */
  void makeDirectory(ObjectPath at) throws DiskException {
    change(
        alone -> {
          directory(at.relative(), alone).close();
          return true;
        });
  }

  /**
   * Removes a file, a link or an empty directory. A directory that is not empty stays, and so does
   * what is no directory if the name has a trailing slash: something else took its place. Where a
   * parent is no directory the name is gone already (client.md oddity 4).
   */
  void remove(ObjectPath at) throws DiskException {
    change(
        alone -> {
          Optional<Slot> found = Slot.existing(root, at.relative());
          if (found.isEmpty()) {
            return true;
          }
          try (Slot slot = found.get()) {
            Optional<Stat> present = slot.look();
            if (present.isPresent() && present.get().isDirectory()) {
              if (alone) {
                removeIfEmpty(slot);
              }
              return alone;
            }
            if (present.isPresent() && !at.hasTrailingSlash()) {
              slot.dir().unlink(slot.name());
            }
            return true;
          }
        });
  }

  /** Removes a name with everything below it. */
  void removeAll(ObjectPath at) throws DiskException {
    String old = outgoing.name();
    shape.writeLock().lock();
    try {
      Optional<Slot> found = Slot.existing(root, at.relative());
      if (found.isEmpty()) {
        return;
      }
      try (Slot slot = found.get()) {
        slot.dir().rename(slot.name(), outgoing.dir(), old);
      }
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT) {
        return;
      }
      throw failure;
    } finally {
      shape.writeLock().unlock();
    }
    outgoing.dir().removeTree(old);
  }

  /** Removes a directory if it is empty; whatever else stands there stays. */
  void prune(ObjectPath at) throws DiskException {
    shape.writeLock().lock();
    try {
      Optional<Slot> found = Slot.existing(root, at.relative());
      if (found.isPresent()) {
        try (Slot slot = found.get()) {
          removeIfEmpty(slot);
        }
      }
    } finally {
      shape.writeLock().unlock();
    }
  }

  private static void removeIfEmpty(Slot slot) throws DiskException {
    try {
      slot.dir().removeDir(slot.name());
    } catch (DiskException failure) {
      switch (failure.reason()) {
        case NOT_EMPTY, EXISTS, NOT_A_DIRECTORY, ABSENT -> {} // something of its own again, or gone
        default -> throw failure;
      }
    }
  }

  /** The slot of a name, whose parents are made if need be; see {@link #directory}. */
  private Slot made(String path, boolean alone) throws DiskException {
    int slash = path.lastIndexOf('/');
    return slash < 0
        ? new Slot(root, path, false)
        : new Slot(directory(path.substring(0, slash), alone), path.substring(slash + 1), true);
  }

  /**
   * Opens a directory, making it and its parents.
   *
   * @param alone whether what else stands in their places is removed, else it is a failure
   */
  private Dir directory(String path, boolean alone) throws DiskException {
    try {
      return root.open(path);
    } catch (DiskException failure) {
      if (!Slot.isNoDirectory(failure) || !alone && failure.reason() != Reason.ABSENT) {
        throw failure;
      }
    }
    String[] names = path.split("/", -1);
    Dir at = step(root, names[0], alone);
    for (int i = 1; i < names.length; i++) {
      try (Dir above = at) {
        at = step(above, names[i], alone);
      }
    }
    return at;
  }

  private static Dir step(Dir above, String name, boolean alone) throws DiskException {
    for (int tries = 1; ; tries++) {
      try {
        return above.ensureLessUmask(name, 0777);
      } catch (DiskException failure) {
        if (!alone || !Slot.isNoDirectory(failure) || tries == TRIES) {
          throw failure;
        }
      }
      try {
        above.unlink(name);
      } catch (DiskException _) {
        // it became a directory or vanished; the next try tells
      }
    }
  }
}
