package dev.dateilager.domain.staging;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The node's cache daemon: holds one cache version and places it in workloads' directories (wire.md
 * §3). Safe for use by many threads; closes none of its ports.
 *
 * <p>{@code preparing} lets one preparation run at a time; ports are called under it, since the
 * second must see what the first stored. {@code serving} is replaced as a whole, so a placement
 * takes one version from beginning to end. {@code busy} holds the targets being worked on.
 */
public final class CacheDaemon {
  private final Preparation preparation;
  private final GoldenStore store;
  private final TreePlacer placer;
  private final DaemonSettings settings;
  private final ReentrantLock preparing = new ReentrantLock();
  private final Set<NodePath> busy = ConcurrentHashMap.newKeySet();
  private final LongAdder placements = new LongAdder();
  private volatile Optional<PrepareReport> serving = Optional.empty();

  /**
   * A daemon that holds nothing yet.
   *
   * @param source the server
   * @param store where packs are kept, open
   * @param placer how they reach workloads
   * @param contents reads packs
   * @param settings how to work
   */
  public CacheDaemon(
      CacheSource source,
      GoldenStore store,
      TreePlacer placer,
      PackContents contents,
      DaemonSettings settings) {
    this.preparation = new Preparation(source, store, contents, settings);
    this.store = store;
    this.placer = placer;
    this.settings = settings;
  }

  /**
   * Brings the store to the server's newest (or the wanted) cache version and places that from now
   * on. Downloads only if the version does not stand whole, and unpacks only packs that do not.
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
    preparing.lock();
    try {
      PrepareReport report = preparation.run();
      serving = Optional.of(report);
      return report;
    } finally {
      preparing.unlock();
    }
  }

  /**
   * Places the golden copy at a path of the node's file system. Checks in this order, as wire.md §3
   * has it: whether it is offered at all, the role, the path's form, the allowed roots, and whether
   * a cache is held.
   *
   * <p>One operation a target at a time: a second one is told to come again (I15), for it would
   * only redo what the first is doing.
   *
   * @param role whose token came with the call
   * @param path absolute, below an allowed root, not a root itself
   * @throws Unsupported in production without listed roots
   * @throws PermissionDenied if the role is not admin, or the path not below an allowed root
   * @throws DateiLagerException.InvalidArgument if the path is malformed
   * @throws FailedPrecondition if no cache is held yet, or as {@link TreePlacer#place} says
   * @throws Aborted if the same target is being worked on
   * @throws DateiLagerException as {@link TreePlacer#place} says; nothing is left then
   */
  public PlacementReport populate(Role role, String path) throws DateiLagerException {
    if (!settings.environment().isDevelopment() && settings.allowedRoots().isEmpty()) {
      throw new Unsupported(
          "PopulateDiskCache is only offered in dev and test, or below roots listed by"
              + " --allow-root");
    }
    Access.require(role, Operation.POPULATE_DISK_CACHE);
    NodePath target = NodePath.parse(path);
    if (settings.allowedRoots().stream().noneMatch(root -> isStrictlyBelow(target, root))) {
      throw new PermissionDenied(
          "path '%s' is not below an allowed root, these are %s"
              .formatted(target, settings.allowedRoots()));
    }
    PrepareReport held =
        serving.orElseThrow(() -> new FailedPrecondition("no cache is prepared yet"));
    if (!busy.add(target)) {
      throw new Aborted("another placement at '%s' is under way".formatted(target));
    }
    try {
      PlacementReport report =
          placer.place(held.golden(), target, settings.linkMode(), settings.strict());
      placements.increment();
      return report;
    } finally {
      busy.remove(target);
    }
  }

  private static boolean isStrictlyBelow(NodePath path, NodePath root) {
    return path.isBelow(root) && !path.equals(root);
  }

  /** What is held now. */
  public DaemonStatus status() {
    Optional<PrepareReport> held = serving;
    return new DaemonStatus(
        held.map(PrepareReport::golden),
        held.map(report -> store.size(report.golden())).orElse(GoldenSize.NOTHING),
        held.map(PrepareReport::stale).orElse(false),
        placements.sum());
  }
}
