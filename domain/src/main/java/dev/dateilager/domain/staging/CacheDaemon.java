package dev.dateilager.domain.staging;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The node's cache daemon: holds one cache version, places it in workloads' directories and takes
 * it away again, and tells of itself (wire.md §3, design.md). Safe for use by many threads; closes
 * none of its ports.
 *
 * <p>Every call first asks whether the role may make it; a refused one changes nothing.
 */
public final class CacheDaemon {
  private final CacheSource source;
  private final GoldenStore store;
  private final TreePlacer placer;
  private final DaemonSettings settings;
  private final NodeSenses senses;
  private final Retaining retaining;
  private final Holding holding;
  private final PlacementDesk desk;
  private final Instant startedAt;

  /**
   * A daemon that holds nothing yet.
   *
   * @param source the server
   * @param store where packs are kept, open
   * @param placer how they reach workloads
   * @param contents reads packs
   * @param settings how to work
   * @param senses what tells of the node
   */
  public CacheDaemon(
      CacheSource source,
      GoldenStore store,
      TreePlacer placer,
      PackContents contents,
      DaemonSettings settings,
      NodeSenses senses) {
    this.source = source;
    this.store = store;
    this.placer = placer;
    this.settings = settings;
    this.senses = senses;
    this.retaining = new Retaining(store, settings.retention());
    var preparation = new Preparation(source, store, contents, settings, retaining);
    this.holding = new Holding(store, preparation, retaining, senses.clock());
    this.desk = new PlacementDesk(holding, placer, settings.allowedRoots());
    this.startedAt = senses.clock().instant();
  }

  /**
   * Brings the store to the server's newest (or the wanted) cache version and places that from now
   * on; placements go on meanwhile. Downloads only packs that do not stand. Versions that are more
   * than is to be kept go afterwards.
   *
   * <p>If that fails, or the server has no cache any more, the newest version on disk is placed,
   * flagged stale; of a wanted number only that very version. May be repeated at any time.
   *
   * @throws DateiLagerException.NotFound if the wanted version does not exist; nothing was changed
   * @throws DateiLagerException.Cancelled if the thread was interrupted; nothing was changed but
   *     packs made durable before
   * @throws DateiLagerException why it failed, if nothing on disk can be served; what was served
   *     before still is
   */
  public PrepareReport prepare() throws DateiLagerException {
    return holding.prepare();
  }

  /**
   * Places the newest (or the wanted) version that stands whole on disk from now on, without asking
   * the server (R6); it counts as stale until {@link #prepare} has asked, unless it is the wanted
   * one.
   *
   * @return absent if none stands; nothing was changed then
   */
  public Optional<PrepareReport> prepareFromDisk() {
    return holding.adopt();
  }

  /** {@link #prepare} on request. */
  public PrepareReport refresh(Role role) throws DateiLagerException {
    Access.require(role, Operation.REFRESH);
    return holding.prepare();
  }

  /**
   * Places the golden copy at a path of the node's file system, in the daemon's own mode. Checks in
   * this order, as wire.md §3 has it: whether it is offered at all, the role, the path's form, the
   * allowed roots, and whether a cache is held.
   *
   * <p>A golden file that is not what its manifest says is not placed: its pack is put aside and
   * fetched again, and then the placement is made (I6).
   *
   * @param role whose token came with the call
   * @param path absolute, below an allowed root, not a root itself
   * @throws Unsupported in production without listed roots
   * @throws PermissionDenied if the role is not admin, or the path not below an allowed root
   * @throws InvalidArgument if the path is malformed
   * @throws FailedPrecondition if no cache is held, or as {@link TreePlacer#place} says
   * @throws Aborted if the same target is being worked on, for the second operation would only redo
   *     what the first is doing
   * @throws DateiLagerException as {@link TreePlacer#place} says; nothing is left then
   */
  public PlacementReport populate(Role role, String path) throws DateiLagerException {
    if (!settings.environment().isDevelopment() && settings.allowedRoots().isEmpty()) {
      throw new Unsupported(
          "PopulateDiskCache is only offered in dev and test, or below roots listed by"
              + " --allow-root");
    }
    Access.require(role, Operation.POPULATE_DISK_CACHE);
    return desk.place(NodePath.parse(path), settings.linkMode(), settings.strict());
  }

  /**
   * {@link #populate} for operators.
   *
   * @param mode absent for the daemon's own
   * @param strict absent for the daemon's own
   */
  public PlacementReport place(
      Role role, String path, Optional<LinkMode> mode, Optional<Boolean> strict)
      throws DateiLagerException {
    Access.require(role, Operation.PLACE);
    return desk.place(
        NodePath.parse(path), mode.orElse(settings.linkMode()), strict.orElse(settings.strict()));
  }

  /**
   * Takes a placement away; its files are deleted later.
   *
   * @return false if no placement of ours is known there; nothing was changed then
   * @throws PermissionDenied if the role is not admin, or the path not below an allowed root
   * @throws Aborted if the target is being worked on
   * @throws DateiLagerException as {@link TreePlacer#release} says
   */
  public boolean release(Role role, String path) throws DateiLagerException {
    Access.require(role, Operation.RELEASE);
    return desk.release(NodePath.parse(path));
  }

  /** Every placement that is known, by path. */
  public List<Placement> placements(Role role) throws DateiLagerException {
    Access.require(role, Operation.LIST_PLACEMENTS);
    return placer.placements();
  }

  /**
   * Removes cache versions that are not to be kept, and the packs that only they have.
   *
   * @param keep how many stay, the one that is placed among them; absent for the daemon's own
   *     number
   * @param dryRun only tell
   * @throws InvalidArgument if fewer than 1 are to stay
   * @throws DateiLagerException as {@link GoldenStore#prune} says
   */
  public PruneReport prune(Role role, OptionalInt keep, boolean dryRun) throws DateiLagerException {
    Access.require(role, Operation.PRUNE);
    int number = keep.orElse(retaining.keep());
    if (number < 1) {
      throw new InvalidArgument("at least 1 cache version is kept, not " + number);
    }
    return retaining.prune(number, dryRun);
  }

  /**
   * Reads every golden file again and compares it with its manifest.
   *
   * @param repair whether packs that differ are put aside and fetched again
   * @param sink told of each difference as it is found
   * @throws DateiLagerException if a pack could not be read for another reason than damage, or
   *     could not be fetched again; those put aside before stay so
   */
  public VerifySummary verify(Role role, boolean repair, VerificationSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.VERIFY);
    return verify(Scrutiny.reading(), repair, sink);
  }

  /**
   * The daemon's own verification, which mends what it finds (R6).
   *
   * @param scrutiny how closely, and how fast
   */
  public VerifySummary scrub(Scrutiny scrutiny, VerificationSink sink) throws DateiLagerException {
    return verify(scrutiny, true, sink);
  }

  private VerifySummary verify(Scrutiny scrutiny, boolean repair, VerificationSink sink)
      throws DateiLagerException {
    return new Verification(store, placer, holding, scrutiny, repair, sink).run();
  }

  /** Why a path is as it is. */
  public Explanation explain(Role role, String path) throws DateiLagerException {
    Access.require(role, Operation.EXPLAIN);
    return new Explaining(store, placer, holding, settings.allowedRoots()).of(NodePath.parse(path));
  }

  /** What is held now, on request. */
  public NodeStatus status(Role role) throws DateiLagerException {
    Access.require(role, Operation.DAEMON_STATUS);
    return status();
  }

  /** What is held now. */
  public NodeStatus status() throws DateiLagerException {
    Holding.Held held = holding.now();
    return new NodeStatus(
        held.prepared().map(PrepareReport::golden),
        held.prepared().map(report -> sizeOf(report.golden())).orElse(GoldenSize.NOTHING),
        held.stale(),
        held.failure(),
        held.at(),
        holding.askingSince(),
        List.copyOf(store.versions()),
        placer.placements().size(),
        placer.trash(),
        store.space(),
        store.location(),
        settings.linkMode(),
        settings.strict(),
        settings.allowedRoots(),
        startedAt);
  }

  private GoldenSize sizeOf(GoldenCopy golden) {
    try (GoldenStore.Lease lease = store.lease(golden.version()).orElse(null)) {
      return lease == null ? GoldenSize.NOTHING : store.size(lease.golden());
    } catch (IllegalStateException _) {
      return GoldenSize.NOTHING; // a pack of it was put aside just now
    }
  }

  /** The node's clock. */
  public Instant now() {
    return senses.clock().instant();
  }

  /** Whether a cache version (or the server's having none) is held: ready to place (I19). */
  public boolean isReady() {
    return holding.now().prepared().isPresent();
  }

  /** Looks for what is wrong with the node. */
  public List<NodeCheck> diagnose(Role role) throws DateiLagerException {
    Access.require(role, Operation.DIAGNOSE);
    TokenTimes token = senses.token().get();
    var roots = new ArrayList<RootFacts>();
    settings.allowedRoots().forEach(root -> roots.add(senses.probe().root(root)));
    return Diagnosis.of(
        new NodeFacts(
            senses.clock().instant(),
            placer.placements().stream().map(Placement::placedAt).max(Instant::compareTo),
            status(),
            serverTrouble(),
            token.issued(),
            token.expires(),
            settings.retention().minFreeBytes(),
            senses.probe().system(),
            roots));
  }

  private Optional<DateiLagerException> serverTrouble() {
    try (CacheDownload asked = source.open(settings.wanted(), store.packs())) {
      if (asked.version().isPresent()) {
        Preparation.endWell(asked);
      }
      return Optional.empty();
    } catch (DateiLagerException trouble) {
      return Optional.of(trouble);
    }
  }
}
