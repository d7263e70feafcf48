package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Descent;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import java.util.List;
import java.util.Optional;

/**
 * Puts the files, links and directories of a stream where their names say, in a tree that nobody
 * sees yet: straight under their names, unless an earlier entry is in the way. For one thread.
 */
final class HiddenPlacer implements AutoCloseable {
  private final Descent way;
  private final EntryPlacer careful;

  /**
   * Into a new directory.
   *
   * @param base below that of {@code files}; stays open
   */
  HiddenPlacer(Dir base, PrivateFiles files) {
    this.way = Descent.lessUmask(base);
    this.careful = new EntryPlacer(new TreeEditor(base, files), files);
  }

  /** Makes one thing under its own name. */
  @FunctionalInterface
  private interface Making<T> {
    T make(Dir parent, String name) throws DiskException;
  }

  /** The result; absent if something else stands there, or where a parent should. */
  private <T> Optional<T> make(Entry entry, Making<T> making) throws DiskException {
    List<String> components = entry.path().components();
    try {
      Dir parent = way.to(components.subList(0, components.size() - 1));
      return Optional.of(making.make(parent, components.getLast()));
    } catch (DiskException failure) {
      return switch (failure.reason()) {
        case EXISTS, NOT_A_DIRECTORY, ESCAPES -> {
          way.close(); // what it holds open may be replaced now
          yield Optional.empty();
        }
        default -> throw failure;
      };
    }
  }

  void file(Entry.RegularFile file, EntryReader body) throws DiskException, DateiLagerException {
    Optional<NewFile> made = make(file, Dir::create);
    if (made.isPresent()) {
      PrivateFiles.fill(made.get(), body, file.size(), file.permissions());
    } else {
      careful.file(file, body);
    }
  }

  void symlink(Entry.Symlink link) throws DiskException {
    Optional<String> made =
        make(
            link,
            (parent, name) -> {
              parent.symlink(link.target(), name);
              return name;
            });
    if (made.isEmpty()) {
      careful.symlink(link);
    }
  }

  void directory(Entry.Directory directory) throws DiskException {
    careful.directory(directory);
  }

  @Override
  public void close() {
    way.close();
  }
}
