package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.GoldenMode;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.Obstacle;
import java.util.Optional;

/**
 * Places single files in one mode, falling back where that is allowed. An obstacle is only ever the
 * answer of the linking or cloning call itself; any other failure is a failure (I8). Shared by the
 * threads of one placement: what stands in the way of the whole pair of directories is found out
 * once.
 */
final class FilePlacing {
  /** Fresh inodes tried for one link: others would have to use up all names of each meanwhile. */
  private static final int REPLICAS = 3;

  private final LinkMode mode;
  private final boolean strict;
  private final long owner;
  private final boolean oneFileSystem;
  private final Replicas replicas;
  private final Dir tmp;
  private volatile Optional<Obstacle> noLinks = Optional.empty();
  private volatile Optional<Obstacle> noClones = Optional.empty();

  /**
   * For one pair of directories.
   *
   * @param owner whom golden files belong to (I6)
   * @param oneFileSystem whether both lie on the same, if perhaps through two mounts
   * @param tmp the store's, where replicas are made
   */
  FilePlacing(
      LinkMode mode,
      boolean strict,
      long owner,
      boolean oneFileSystem,
      Replicas replicas,
      Dir tmp) {
    this.replicas = replicas;
    this.tmp = tmp;
    this.mode = mode;
    this.strict = strict && mode != LinkMode.AUTO;
    this.owner = owner;
    this.oneFileSystem = oneFileSystem;
  }

  /**
   * Places a golden file under its own name.
   *
   * @throws DamagedPack if it is not what the manifest says; nothing is placed (I6)
   * @throws FailedPrecondition if strict and an obstacle was met
   */
  void place(ContentHash pack, Dir from, Dir to, PlannedDirectory.File file, Tally tally)
      throws DiskException, DamagedPack, FailedPrecondition {
    Stat golden = check(pack, from, file);
    if (file.size() == 0) {
      makeEmpty(to, file, tally);
      return;
    }
    Optional<Obstacle> obstacle =
        switch (mode) {
          case AUTO, LINK -> link(pack, from, to, file, golden);
          case CLONE -> clone(from, to, file);
          case COPY -> Optional.of(Obstacle.NOT_SUPPORTED); // of being asked for anything better
        };
    if (obstacle.isEmpty()) {
      if (mode == LinkMode.CLONE) {
        tally.cloned(file.size());
      } else {
        tally.linked(file.size());
      }
      return;
    }
    if (mode != LinkMode.COPY) {
      refuseIfStrict(from, file, obstacle.get());
      tally.met(obstacle.get());
    }
    boolean mayClone = mode == LinkMode.AUTO || mode == LinkMode.LINK;
    if (mayClone && clone(from, to, file).isEmpty()) {
      tally.cloned(file.size());
    } else {
      to.copyFile(from, file.name(), file.name(), file.mode());
      tally.copied(file.size());
    }
  }

  private Stat check(ContentHash pack, Dir from, PlannedDirectory.File file)
      throws DiskException, DamagedPack {
    Optional<Stat> found = from.look(file.name());
    if (found.isEmpty()) {
      throw new DamagedPack(pack, "golden file '%s/%s' is missing".formatted(from, file.name()));
    }
    Stat stat = found.get();
    if (stat.kind() != Stat.Kind.FILE
        || stat.size() != file.size()
        || (stat.mode() & GoldenMode.FORBIDDEN) != 0
        || stat.owner() != owner) {
      throw new DamagedPack(
          pack,
          "golden file '%s/%s' is a %s of %d bytes, mode %04o and owner %d; its manifest has %d bytes"
              .formatted(
                  from,
                  file.name(),
                  stat.kind(),
                  stat.size(),
                  stat.mode(),
                  stat.owner(),
                  file.size()));
    }
    return stat;
  }

  private void makeEmpty(Dir to, PlannedDirectory.File file, Tally tally) throws DiskException {
    boolean asAsked = mode == LinkMode.COPY;
    try (NewFile empty = to.create(file.name())) {
      empty.finish(asAsked ? file.mode() : GoldenMode.of(file.mode()), false);
    }
    tally.copied(0);
    if (!asAsked) {
      tally.met(Obstacle.EMPTY_FILE);
    }
  }

  private void refuseIfStrict(Dir from, PlannedDirectory.File file, Obstacle obstacle)
      throws FailedPrecondition {
    if (strict) {
      throw new FailedPrecondition(
          "strict mode %s cannot place '%s/%s': %s"
              .formatted(mode.label(), from, file.name(), obstacle.label()));
    }
  }

  private Optional<Obstacle> link(
      ContentHash pack, Dir from, Dir to, PlannedDirectory.File file, Stat golden)
      throws DiskException, DamagedPack {
    Stat source = golden;
    for (int tries = 0; ; tries++) {
      Optional<Obstacle> obstacle = tryLink(from, to, file);
      if (!obstacle.equals(Optional.of(Obstacle.LINK_LIMIT))
          || tries == REPLICAS
          || !replicas.renew(tmp, from, pack, file, source.identity())) {
        return obstacle;
      }
      source = check(pack, from, file);
    }
  }

  private Optional<Obstacle> tryLink(Dir from, Dir to, PlannedDirectory.File file)
      throws DiskException {
    if (noLinks.isPresent()) {
      return noLinks;
    }
    try {
      to.link(from, file.name(), file.name());
      return Optional.empty();
    } catch (DiskException failure) {
      Optional<Obstacle> obstacle = Optional.of(obstacle(failure));
      if (obstacle.get() != Obstacle.LINK_LIMIT && obstacle.get() != Obstacle.NOT_PERMITTED) {
        noLinks = obstacle; // those two are of the one file alone
      }
      return obstacle;
    }
  }

  private Optional<Obstacle> clone(Dir from, Dir to, PlannedDirectory.File file)
      throws DiskException {
    if (noClones.isPresent()) {
      return noClones;
    }
    try {
      to.cloneFile(from, file.name(), file.name(), file.mode());
      return Optional.empty();
    } catch (DiskException failure) {
      noClones = Optional.of(obstacle(failure));
      return noClones;
    }
  }

  private Obstacle obstacle(DiskException failure) throws DiskException {
    return switch (failure.reason()) {
      case OTHER_MOUNT -> oneFileSystem ? Obstacle.OTHER_MOUNT : Obstacle.OTHER_FILE_SYSTEM;
      case LINK_LIMIT -> Obstacle.LINK_LIMIT;
      case NOT_PERMITTED -> Obstacle.NOT_PERMITTED;
      case UNSUPPORTED -> Obstacle.NOT_SUPPORTED;
      case ABSENT,
          EXISTS,
          NOT_EMPTY,
          NOT_A_DIRECTORY,
          ESCAPES,
          DENIED,
          READ_ONLY,
          BUSY,
          FULL,
          TOO_LONG,
          OTHER ->
          throw failure;
    };
  }
}
