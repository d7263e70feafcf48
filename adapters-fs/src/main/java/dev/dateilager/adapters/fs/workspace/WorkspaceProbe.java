package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.place.KernelFiles;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.workspace.ClientFacts.CacheFacts;
import dev.dateilager.domain.workspace.ClientFacts.DirectoryFacts;
import dev.dateilager.domain.workspace.ClientFacts.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tries out what the file system of a directory, and of a cache beside it, can do: in a private
 * directory of its own below it, which is gone afterwards. Changes nothing else.
 */
public final class WorkspaceProbe {
  private static final String NAME = ".dateilager-probe-";
  private static final int PRIVATE = 0700;
  private static final int MOST_LOOKED_AT = 1000;

  private final Disk disk;
  private final Path directory;

  /**
   * @param directory where projects are to be built; its parent is tried if it is still to be made
   */
  public WorkspaceProbe(Path directory) {
    this.disk = Disk.of(directory.getFileSystem());
    this.directory = directory;
  }

  /** What the directory's file system can do; what goes wrong is part of the answer. */
  public DirectoryFacts directory() {
    try {
      return inside(
          probe -> {
            file(probe, "one");
            file(probe, "ONE-MORE");
            boolean tellsCases = probe.look("One").isEmpty() && probe.look("one-more").isEmpty();
            return new DirectoryFacts(
                directory.toString(),
                Optional.empty(),
                KernelFiles.ofPlatform().fileSystem(probe.stat().mount()),
                disk instanceof LinuxDisk,
                tellsCases,
                exchanges(probe),
                probe.space());
          });
    } catch (DateiLagerException trouble) {
      return DirectoryFacts.untried(directory.toString(), trouble);
    }
  }

  /** How files get from a cache to the directory; what goes wrong is part of the answer. */
  public CacheFacts cache(Path cache) {
    var listed = new DiskCacheDirectory(disk, cache);
    try {
      Optional<Dir> objects =
          translating("look at the cache '%s'".formatted(cache), listed::objects);
      if (objects.isEmpty()) {
        throw new NotFound("'%s' is no cache: it has no directory 'objects'".formatted(cache));
      }
      try (Dir packs = objects.get()) {
        return new CacheFacts(
            cache.toString(), Optional.empty(), listed.versions(), inside(to -> take(packs, to)));
      }
    } catch (DateiLagerException trouble) {
      return new CacheFacts(cache.toString(), Optional.of(trouble), Set.of(), Optional.empty());
    }
  }

  private static void file(Dir at, String name) throws IOException {
    try (NewFile file = at.create(name)) {
      file.write(new byte[1], 0, 1);
      file.finish(0600, false);
    }
  }

  private static boolean exchanges(Dir probe) {
    try {
      probe.exchange("one", probe, "ONE-MORE");
      return true;
    } catch (DiskException cannot) {
      return false;
    }
  }

  /** What is tried in the private directory. */
  @FunctionalInterface
  private interface Trial<T> {
    T in(Dir probe) throws IOException, DateiLagerException;
  }

  private <T> T inside(Trial<T> trial) throws DateiLagerException {
    return translating(
        "try out '%s'".formatted(directory),
        () -> {
          try (Dir at = opened()) {
            String name = NAME + UUID.randomUUID();
            try (Dir probe = at.make(name, PRIVATE)) {
              return trial.in(probe);
            } finally {
              at.removeTree(name); // private, so nobody else has put anything there
            }
          }
        });
  }

  private Dir opened() throws IOException, DateiLagerException {
    Optional<Dir> there = UserPaths.open(disk, directory);
    if (there.isPresent()) {
      return there.get();
    }
    Path parent = directory.toAbsolutePath().normalize().getParent();
    Optional<Dir> above = parent == null ? Optional.empty() : UserPaths.open(disk, parent);
    return above.orElseThrow(
        () ->
            new NotFound("neither '%s' nor the directory above it is there".formatted(directory)));
  }

  private static Optional<Taken> take(Dir packs, Dir to) throws IOException, DateiLagerException {
    boolean oneFileSystem = packs.stat().identity().device() == to.stat().identity().device();
    return new Search(new CachedFiles(oneFileSystem), to).below(packs);
  }

  /** Looks for a file that is not empty, and takes it. */
  private static final class Search {
    private final CachedFiles files;
    private final Dir to;
    private int lookedAt;

    Search(CachedFiles files, Dir to) {
      this.files = files;
      this.to = to;
    }

    Optional<Taken> below(Dir from) throws IOException, DateiLagerException {
      for (String name : from.list()) {
        Optional<Stat> found = lookedAt++ < MOST_LOOKED_AT ? from.look(name) : Optional.empty();
        if (found.isPresent() && found.get().isDirectory()) {
          try (Dir deeper = from.open(name)) {
            Optional<Taken> taken = below(deeper);
            if (taken.isPresent()) {
              return taken;
            }
          }
        } else if (found.isPresent()
            && found.get().kind() == Stat.Kind.FILE
            && found.get().size() > 0) {
          return Optional.of(take(from, name, found.get()));
        }
      }
      return Optional.empty();
    }

    private Taken take(Dir from, String name, Stat seen) throws DiskException, Corrupt {
      var taken = new TakenFiles();
      try {
        files.take(from, name, seen, to, "taken", taken);
      } catch (CachedFiles.Unusable unusable) {
        throw new Corrupt("a file of the cache cannot be read: " + unusable.getMessage(), unusable);
      }
      Taken.Way way =
          taken.links() > 0
              ? Taken.Way.LINKED
              : taken.clones() > 0 ? Taken.Way.CLONED : Taken.Way.COPIED;
      return new Taken(way, List.copyOf(taken.obstacles().keySet()).stream().findFirst());
    }
  }
}
