package dev.dateilager.adapters.fs.place;

import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What one thread placed so far. For one thread. */
final class Tally {
  private final Map<Obstacle, Long> why = new EnumMap<>(Obstacle.class);
  private LinkMode weakest = LinkMode.LINK;
  private long linked;
  private long cloned;
  private long copied;
  private long symlinks;
  private long directories;
  private long bytes;

  void linked(long size) {
    linked++;
    bytes += size;
  }

  void cloned(long size) {
    cloned++;
    bytes += size;
    weaken(LinkMode.CLONE);
  }

  void copied(long size) {
    copied++;
    bytes += size;
    if (size > 0) {
      weaken(LinkMode.COPY);
    }
  }

  void symlink() {
    symlinks++;
  }

  void directories(long more) {
    directories += more;
  }

  void met(Obstacle obstacle) {
    why.merge(obstacle, 1L, Long::sum);
  }

  private void weaken(LinkMode used) {
    if (used.compareTo(weakest) > 0) { // declared from the strongest to the weakest
      weakest = used;
    }
  }

  void add(Tally other) {
    other.why.forEach((obstacle, count) -> why.merge(obstacle, count, Long::sum));
    weaken(other.weakest);
    linked += other.linked;
    cloned += other.cloned;
    copied += other.copied;
    symlinks += other.symlinks;
    directories += other.directories;
    bytes += other.bytes;
  }

  /** What it amounts to as a placement. */
  Placement placement(NodePath target, GoldenCopy golden, Instant placedAt) {
    return new Placement(
        target, golden.version(), weakest, linked, cloned, copied, bytes, why, placedAt);
  }

  /** What it amounts to as a report. */
  PlacementReport report(NodePath target, GoldenCopy golden, Duration took) {
    return new PlacementReport(
        target,
        golden.version(),
        weakest,
        linked,
        cloned,
        copied,
        symlinks,
        directories,
        bytes,
        why,
        took);
  }

  LinkMode weakest() {
    return weakest;
  }
}
