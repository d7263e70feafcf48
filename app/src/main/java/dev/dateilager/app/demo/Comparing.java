package dev.dateilager.app.demo;

import dev.dateilager.app.tree.DiskUse;
import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeComparison;
import dev.dateilager.app.tree.TreeEntry;
import dev.dateilager.app.tree.TreeSurvey;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what tenants got with what they should have. */
final class Comparing {
  private final Tree expected;
  private final WorkDirectory work;
  private final Steps steps;
  private final List<Check> checks;

  /**
   * @param expected what the directory held when it was copied
   * @param checks takes what is found
   */
  Comparing(Tree expected, WorkDirectory work, Steps steps, List<Check> checks) {
    this.expected = expected;
    this.work = work;
    this.steps = steps;
    this.checks = checks;
  }

  /**
   * Compares a tenant's tree with the directory itself. Where that does not hold but the copy that
   * was stored says the same as the tenant's tree, somebody changed the directory meanwhile.
   */
  void withDirectory(String tenant) throws DateiLagerException, InterruptedException {
    TreeComparison.Outcome outcome = compare(tenant, expected, "with the directory");
    if (outcome.holds()) {
      checks.add(new Check(tenant, outcome, List.of()));
      return;
    }
    Set<String> wrong =
        TreeComparison.between(copy(), work.appOf(tenant), shared(tenant)).differences().stream()
            .map(TreeComparison.Difference::path)
            .collect(Collectors.toSet());
    List<TreeComparison.Difference> real =
        outcome.differences().stream().filter(found -> wrong.contains(found.path())).toList();
    List<String> changed =
        outcome.differences().stream()
            .map(TreeComparison.Difference::path)
            .filter(path -> !wrong.contains(path))
            .distinct()
            .toList();
    checks.add(new Check(tenant, outcome.with(real), changed));
  }

  /** Compares a tenant's tree with the copy, of which a file was changed. */
  void withCopy(String tenant) throws DateiLagerException, InterruptedException {
    checks.add(
        new Check(
            tenant + ", after the change",
            compare(tenant, copy(), "with the changed copy"),
            List.of()));
  }

  private TreeComparison.Outcome compare(String tenant, Tree should, String with)
      throws DateiLagerException, InterruptedException {
    return steps.run(
        "compare " + tenant + " " + with,
        () -> TreeComparison.between(should, work.appOf(tenant), shared(tenant)),
        TreeComparison.Outcome::files,
        TreeComparison.Outcome::bytes);
  }

  /** The copy as it is now, without what the client keeps in it. */
  private Tree copy() throws DateiLagerException {
    return TreeSurvey.of(work.source(), Long.MAX_VALUE, path -> path.equals(".dl"));
  }

  private Set<TreeEntry.Inode> shared(String tenant) throws DateiLagerException {
    return DiskUse.inodes(work.cacheOf(tenant));
  }
}
