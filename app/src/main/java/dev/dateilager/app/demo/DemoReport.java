package dev.dateilager.app.demo;

import dev.dateilager.app.tree.DiskUse;
import dev.dateilager.app.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All figures of a demo.
 *
 * @param tree what the directory held
 * @param leftOut what of it took no part
 * @param plan what was packed
 * @param steps in order
 * @param cachedPacks packs of the cache version
 * @param downloadedBytes compressed bytes that each of the node's parts received, by its name
 * @param checks comparisons, in order
 * @param store files of the golden copy
 * @param node golden copy, placed caches and tenants' trees together
 * @param changedFile the file that was changed for the second round
 * @param kept the temporary directory, if it was left
 */
record DemoReport(
    Tree tree,
    List<Tree.LeftOut> leftOut,
    PackPlan plan,
    List<Step> steps,
    long cachedPacks,
    Map<String, Long> downloadedBytes,
    List<Check> checks,
    DiskUse store,
    DiskUse node,
    String changedFile,
    Optional<Path> kept) {
  DemoReport {
    leftOut = List.copyOf(leftOut);
    steps = List.copyOf(steps);
    checks = List.copyOf(checks);
  }

  /** The same, with the temporary directory left in place. */
  DemoReport keptIn(Path directory) {
    return new DemoReport(
        tree,
        leftOut,
        plan,
        steps,
        cachedPacks,
        downloadedBytes,
        checks,
        store,
        node,
        changedFile,
        Optional.of(directory));
  }

  /** Whether every comparison held. */
  boolean holds() {
    return checks.stream().allMatch(check -> check.outcome().holds());
  }
}
