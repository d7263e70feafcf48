package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.StoreSpace;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A node that checks the role, notes what it is asked, and answers the same at all times. */
class ScriptedNode implements Node {
  static final Instant THEN = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
  static final ContentHash PACK = ContentHash.OF_NOTHING;

  /** What it was asked, in words. */
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private void note(Role role, Operation operation, Object... about) throws DateiLagerException {
    Access.require(role, operation);
    asked.add(operation + " " + List.of(about));
  }

  static Placement placement(String path, CacheVersion version) {
    return new Placement(
        new NodePath(path),
        version,
        LinkMode.CLONE,
        1,
        2,
        3,
        4,
        Map.of(Obstacle.OTHER_MOUNT, 2L, Obstacle.EMPTY_FILE, 1L),
        THEN);
  }

  @Override
  public PlacementReport populate(Role role, String path) throws DateiLagerException {
    note(role, Operation.POPULATE_DISK_CACHE, path);
    return PopulateTest.REPORT;
  }

  @Override
  public Placement place(Role role, String path, Optional<LinkMode> mode, Optional<Boolean> strict)
      throws DateiLagerException {
    note(role, Operation.PLACE, path, mode, strict);
    return placement(NodePath.parse(path).value(), new CacheVersion(3));
  }

  @Override
  public boolean release(Role role, String path) throws DateiLagerException {
    note(role, Operation.RELEASE, path);
    return NodePath.parse(path).value().equals("/pods/here");
  }

  @Override
  public List<Placement> placements(Role role) throws DateiLagerException {
    note(role, Operation.LIST_PLACEMENTS);
    return List.of(
        placement("/pods/a", new CacheVersion(3)),
        placement("/pods/b", GoldenCopy.NO_CACHE.version()));
  }

  @Override
  public NodeStatus status(Role role) throws DateiLagerException {
    note(role, Operation.DAEMON_STATUS);
    return new NodeStatus(
        Optional.of(new GoldenCopy(new CacheVersion(3), Set.of(PACK))),
        new GoldenSize(5, 6),
        true,
        Optional.of(new IoFailed("cannot write 'x'", new IOException("EIO"))),
        Optional.of(THEN),
        Optional.of(THEN.plusSeconds(1)),
        List.of(new CacheVersion(3), new CacheVersion(1)),
        7,
        8,
        new StoreSpace(9, Long.MAX_VALUE),
        "/var/lib/cached",
        LinkMode.AUTO,
        true,
        List.of(new NodePath("/pods"), new NodePath("/srv")),
        THEN.minusSeconds(60));
  }

  @Override
  public PrepareReport refresh(Role role) throws DateiLagerException {
    note(role, Operation.REFRESH);
    return new PrepareReport(Outcome.NO_CACHE, GoldenCopy.NO_CACHE, 1, 2, 77, Optional.empty());
  }

  @Override
  public PruneReport prune(Role role, OptionalInt keep, boolean dryRun) throws DateiLagerException {
    note(role, Operation.PRUNE, keep, dryRun);
    return new PruneReport(
        Set.of(new CacheVersion(2), new CacheVersion(1)),
        Set.of(new CacheVersion(4)),
        5,
        new GoldenSize(6, 7));
  }

  @Override
  public VerifySummary verify(Role role, boolean repair, VerificationSink sink)
      throws DateiLagerException {
    note(role, Operation.VERIFY, repair);
    sink.found(
        new Finding(PACK, "m/f", "has other bytes"),
        List.of(new NodePath("/pods/a"), new NodePath("/pods/b")));
    sink.found(new Finding(PACK, "", "is missing"), List.of());
    return new VerifySummary(1, 2, 3, 2, 1);
  }

  @Override
  public Explanation explain(Role role, String path) throws DateiLagerException {
    note(role, Operation.EXPLAIN, path);
    return NodePath.parse(path).value().equals("/pods/a")
        ? new Explanation(
            List.of("it is placed", "it is linked"),
            Optional.of(placement("/pods/a", new CacheVersion(3))))
        : new Explanation(List.of("nothing stands there"), Optional.empty());
  }

  @Override
  public List<NodeCheck> diagnose(Role role) throws DateiLagerException {
    note(role, Operation.DIAGNOSE);
    return List.of(
        new NodeCheck("server", NodeCheck.Level.OK, "it answers", ""),
        new NodeCheck("token", NodeCheck.Level.ERROR, "it expired", "renew it"));
  }
}
