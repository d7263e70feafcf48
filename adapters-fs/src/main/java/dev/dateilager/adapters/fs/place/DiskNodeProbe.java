package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeProbe;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.RootFacts;
import dev.dateilager.domain.staging.SystemFacts;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Tries links and clones out with a file of its own. At a root it works in a private directory, so
 * that no workload can meddle with it.
 */
public final class DiskNodeProbe implements NodeProbe {
  private static final String NAME = ".dateilager-probe-";
  private static final String FILE = "file";
  private static final int PRIVATE = 0700;

  private final Disk disk;
  private final DiskGoldenStore store;
  private final KernelFiles kernel;

  /**
   * A probe of one store.
   *
   * @param disk the one that the store was opened on
   */
  public DiskNodeProbe(Disk disk, DiskGoldenStore store) {
    this.disk = disk;
    this.store = store;
    this.kernel = KernelFiles.ofPlatform();
  }

  @Override
  public SystemFacts system() throws DateiLagerException {
    return store.use(
        dirs -> {
          try {
            String kind = kernel.fileSystem(dirs.root().stat().mount());
            return new SystemFacts(
                disk instanceof LinuxDisk,
                kind,
                linkLimit(kind),
                kernel.protectedHardlinks(),
                kernel.mayLinkAnyFile());
          } catch (DiskException failure) {
            throw Failures.inStore("look at the store", failure);
          }
        });
  }

  private static OptionalLong linkLimit(String fileSystem) {
    return switch (fileSystem) {
      case "ext4" -> OptionalLong.of(65_000);
      case "btrfs" -> OptionalLong.of(65_535);
      default -> OptionalLong.empty();
    };
  }

  @Override
  public RootFacts root(NodePath root) {
    try {
      return store.use(
          dirs -> {
            try (Dir at = disk.open(root)) {
              return tryAt(at, root, dirs.tmp());
            } catch (DiskException failure) {
              throw Failures.inTarget("try out '%s'".formatted(root), failure);
            }
          });
    } catch (DateiLagerException failure) {
      return new RootFacts(
          root,
          "",
          Optional.of(String.valueOf(failure.getMessage())),
          Optional.empty(),
          Optional.empty());
    }
  }

  private RootFacts tryAt(Dir at, NodePath root, Dir tmp) throws DiskException {
    String name = NAME + UUID.randomUUID();
    try (Dir from = tmp.make(name, PRIVATE)) {
      try (NewFile file = from.create(FILE)) {
        file.write(new byte[1], 0, 1);
        file.finish(0444, false);
      }
      try (Dir to = at.make(name, PRIVATE)) {
        boolean oneFileSystem = from.stat().identity().device() == to.stat().identity().device();
        return new RootFacts(
            root,
            kernel.fileSystem(to.stat().mount()),
            Optional.empty(),
            obstacle(() -> to.link(from, FILE, "linked"), oneFileSystem),
            obstacle(() -> to.cloneFile(from, FILE, "cloned", 0444), oneFileSystem));
      } finally {
        at.removeTree(name); // private, so nobody else has put anything there
      }
    } finally {
      tmp.removeTree(name);
    }
  }

  private interface Call {
    void run() throws DiskException;
  }

  private static Optional<Obstacle> obstacle(Call call, boolean oneFileSystem)
      throws DiskException {
    try {
      call.run();
      return Optional.empty();
    } catch (DiskException failure) {
      return switch (failure.reason()) {
        case OTHER_MOUNT ->
            Optional.of(oneFileSystem ? Obstacle.OTHER_MOUNT : Obstacle.OTHER_FILE_SYSTEM);
        case LINK_LIMIT -> Optional.of(Obstacle.LINK_LIMIT);
        case NOT_PERMITTED -> Optional.of(Obstacle.NOT_PERMITTED);
        case UNSUPPORTED -> Optional.of(Obstacle.NOT_SUPPORTED);
        default -> throw failure;
      };
    }
  }
}
