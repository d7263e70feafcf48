package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.ObjectPath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Changes what stands at the names of one tree: nothing, a file, a link or a directory into any
 * other of these (lesson 1). Every parent is looked at without following links; where a link or a
 * file stands in a parent's place, a directory replaces it (I4). Safe for use by many threads.
 *
 * <p>This is the portable form: a tenant who exchanges directories for links while it runs is not
 * kept out (threats.md §7).
 *
 * <p>{@code shape} is held shared by whatever leaves every directory a directory, and alone by what
 * makes directories into other things or others into directories. So a name that was seen to be a
 * directory stays one while the lock is held. {@code directories} holds such names and is cleared
 * under the lone lock.
 */
final class TreeEditor {
  private final Path root;
  private final PrivateFiles outgoing;
  private final ReentrantReadWriteLock shape = new ReentrantReadWriteLock();
  private final Set<String> directories = ConcurrentHashMap.newKeySet();

  /**
   * An editor of the tree at {@code root}.
   *
   * @param root a directory, without links
   * @param outgoing on the same file system; takes what is moved out of the way
   */
  TreeEditor(Path root, PrivateFiles outgoing) {
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
    boolean done(boolean alone) throws IOException;
  }

  private void change(Step step) throws IOException {
    shape.readLock().lock();
    try {
      if (step.done(false)) {
        return;
      }
    } catch (IOException _) {
      // Kinds are in the way, or someone else removed a directory; the second try tells.
    } finally {
      shape.readLock().unlock();
    }
    shape.writeLock().lock();
    try {
      directories.clear();
      step.done(true);
    } finally {
      shape.writeLock().unlock();
    }
  }

  /** The name's place, for messages and for looking. */
  Path place(ObjectPath at) {
    return root.resolve(at.relative());
  }

  /**
   * Moves {@code staged} to a name, whatever stands there; parents are made.
   *
   * @param directory whether {@code staged} is one (with all below it), not a file or a link
   * @throws IOException if it could not be moved; what stood there stands there still
   */
  void install(Path staged, boolean directory, ObjectPath at) throws IOException {
    String name = at.relative();
    Path old = outgoing.name();
    boolean[] displaced = {false};
    change(
        alone -> {
          if (!parentsStand(name, alone)) {
            return false;
          }
          Path target = root.resolve(name);
          if (alone) {
            displaced[0] = replace(staged, directory, target, old);
            return true;
          }
          if (!directory && directories.contains(name)) {
            return false;
          }
          Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
          return true;
        });
    if (displaced[0]) {
      TreeRemoval.removeAll(old);
    }
  }

  /** Whether something had to be moved to {@code old} first. */
  private static boolean replace(Path staged, boolean directory, Path target, Path old)
      throws IOException {
    Optional<FileState> present = FileState.of(target);
    boolean inTheWay =
        present.isPresent() && (directory || present.get().kind() == FileState.Kind.DIRECTORY);
    if (inTheWay) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      if (inTheWay) {
        putBack(old, target, failure);
      }
      throw failure;
    }
    return inTheWay;
  }

  private static void putBack(Path old, Path target, IOException failure) {
    try {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }

  /** Makes a directory unless one stands there; whatever else stands there is replaced. */
  void makeDirectory(ObjectPath at) throws IOException {
    change(alone -> directoryStands(at.relative(), alone));
  }

  /** Makes the parents of a name, for a caller that puts something there which nobody else can. */
  void makeParents(ObjectPath at) throws IOException {
    change(alone -> parentsStand(at.relative(), alone));
  }

  /**
   * Removes a file, a link or an empty directory. A directory that is not empty stays, and so does
   * what is no directory if the name has a trailing slash: something else took its place. Where a
   * parent is no directory the name is gone already (client.md oddity 4).
   */
  void remove(ObjectPath at) throws IOException {
    String name = at.relative();
    change(
        alone -> {
          if (!parentsAreDirectories(name)) {
            return true;
          }
          Path target = root.resolve(name);
          Optional<FileState> present = FileState.of(target);
          if (present.isEmpty()) {
            return true;
          }
          if (present.get().kind() != FileState.Kind.DIRECTORY) {
            if (!at.hasTrailingSlash()) {
              Files.deleteIfExists(target);
            }
            return true;
          }
          if (!alone) {
            return false;
          }
          removeIfEmpty(target);
          return true;
        });
  }

  /** Removes a name with everything below it. */
  void removeAll(ObjectPath at) throws IOException {
    String name = at.relative();
    Path old = outgoing.name();
    shape.writeLock().lock();
    try {
      Path target = root.resolve(name);
      if (!parentsAreDirectories(name) || FileState.of(target).isEmpty()) {
        return;
      }
      directories.clear();
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      shape.writeLock().unlock();
    }
    TreeRemoval.removeAll(old);
  }

  /** Removes a directory if it is empty; whatever else stands there stays. */
  void prune(ObjectPath at) throws IOException {
    String name = at.relative();
    shape.writeLock().lock();
    try {
      Path target = root.resolve(name);
      if (parentsAreDirectories(name) && FileState.isDirectory(target)) {
        directories.clear();
        removeIfEmpty(target);
      }
    } finally {
      shape.writeLock().unlock();
    }
  }

  private static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException _) {
      // it has something of its own again
    }
  }

  /** Whether every parent of a name is a real directory now; nothing is made. */
  boolean parentsAreDirectories(String name) {
    int slash = name.lastIndexOf('/');
    if (slash < 0) {
      return true;
    }
    String parent = name.substring(0, slash);
    if (directories.contains(parent)) {
      return true;
    }
    return parentsAreDirectories(parent) && FileState.isDirectory(root.resolve(parent));
  }

  private boolean parentsStand(String name, boolean alone) throws IOException {
    int slash = name.lastIndexOf('/');
    return slash < 0 || directoryStands(name.substring(0, slash), alone);
  }

  private boolean directoryStands(String name, boolean alone) throws IOException {
    if (directories.contains(name)) {
      return true;
    }
    if (!parentsStand(name, alone)) {
      return false;
    }
    Path directory = root.resolve(name);
    if (!FileState.isDirectory(directory)) {
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException taken) {
        if (!FileState.isDirectory(directory)) { // else another thread was faster
          if (!alone) {
            return false;
          }
          Files.delete(directory); // a file or a link: a directory would have been seen
          Files.createDirectory(directory);
        }
      }
    }
    directories.add(name);
    return true;
  }
}
