package dev.dateilager.app.demo;

import dev.dateilager.app.tree.DiskUse;
import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeComparison;
import dev.dateilager.app.tree.TreeEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The report as a table and a few sentences. */
final class TextReport {
  private static final int SHOWN = 20;
  private static final String ROW = "%-42s %10s %10s %10s %10s";

  private final List<String> lines = new ArrayList<>();

  private TextReport() {}

  /** The lines, none of which ends in a space. */
  static List<String> of(DemoReport report) {
    var text = new TextReport();
    text.subject(report);
    text.steps(report);
    text.downloads(report);
    text.disk(report);
    text.checks(report);
    report.kept().ifPresent(text::byHand);
    return text.lines.stream().map(String::stripTrailing).toList();
  }

  private void subject(DemoReport report) {
    Tree tree = report.tree();
    lines.add("directory: " + tree.root());
    lines.add(
        "  %s files, %s directories, %s symbolic links, %s"
            .formatted(
                Figures.count(tree.count(TreeEntry.Kind.FILE)),
                Figures.count(tree.count(TreeEntry.Kind.DIRECTORY)),
                Figures.count(tree.count(TreeEntry.Kind.SYMLINK)),
                Figures.bytes(tree.bytes())));
    PackPlan plan = report.plan();
    lines.add(
        "  %s packs, %s"
            .formatted(
                Figures.count(plan.packs().size()),
                plan.byPackage()
                    ? "one for each package of node_modules"
                    : "one for each top-level directory"));
    for (String large : plan.tooLarge()) {
      lines.add("  too large for one pack: " + shown(large));
    }
    if (!report.leftOut().isEmpty()) {
      lines.add("  left out: " + Figures.count(report.leftOut().size()));
      some(
          report.leftOut().stream()
              .map(left -> "    " + shown(left.path()) + ": " + shown(left.why()))
              .toList());
    }
    lines.add("");
  }

  private void steps(DemoReport report) {
    lines.add(ROW.formatted("step", "files", "bytes", "time", "files/s"));
    for (Step step : report.steps()) {
      lines.add(
          ROW.formatted(
              step.name(),
              count(step.files()),
              step.bytes().isPresent() ? Figures.bytes(step.bytes().getAsLong()) : "",
              Figures.time(step.took()),
              count(step.filesPerSecond())));
    }
    lines.add("");
  }

  private void downloads(DemoReport report) {
    lines.add("the cache version holds %s packs".formatted(Figures.count(report.cachedPacks())));
    report
        .downloadedBytes()
        .forEach(
            (who, bytes) ->
                lines.add("  downloaded for %s: %s".formatted(who, Figures.bytes(bytes))));
    lines.add("");
  }

  private void disk(DemoReport report) {
    DiskUse node = report.node();
    lines.add(
        "on the node's disk: %s names of files are %s inodes, of which %s have more than one name"
            .formatted(
                Figures.count(node.names()),
                Figures.count(node.inodes()),
                Figures.count(node.sharedInodes())));
    lines.add(
        "  %s really used (golden copy %s), copies would take %s"
            .formatted(
                Figures.bytes(node.bytesOfInodes()),
                Figures.bytes(report.store().bytesOfInodes()),
                Figures.bytes(node.bytesOfNames())));
    lines.add("");
  }

  private void checks(DemoReport report) {
    for (Check check : report.checks()) {
      TreeComparison.Outcome outcome = check.outcome();
      lines.add(
          "%s: %s entries compared, %s; %s files share an inode with the placed cache, %s of them"
                  .formatted(
                      check.name(),
                      Figures.count(outcome.entries()),
                      outcome.holds()
                          ? "all equal"
                          : Figures.count(outcome.differences().size()) + " DIFFERENT",
                      Figures.count(outcome.linked()),
                      Figures.count(outcome.tightened()))
              + " with less write and more read permission");
      some(
          outcome.differences().stream()
              .map(difference -> "    " + shown(difference.path()) + ": " + shown(difference.how()))
              .toList());
      for (String path : check.changedMeanwhile()) {
        lines.add("    changed while the demo ran, compared with its copy: " + shown(path));
      }
    }
    lines.add("  changed in between: " + shown(report.changedFile()));
    lines.add("");
    lines.add(report.holds() ? "every comparison held" : "A COMPARISON DID NOT HOLD");
  }

  /** How to go on with what was left. */
  private void byHand(Path kept) {
    lines.addAll(
        """

        everything is left in %1$s
        to go on by hand, begin in each of three terminals with
          cd %1$s
        a server:
          DL_ENV=dev dateilager server --data-dir server
        a cache daemon:
          export DL_ENV=dev DL_TOKEN_FILE=server/tokens/shared-reader.token
          dateilager cached --upstream-host localhost --ca-cert server/tls/server/tls-cert.pem \\
            --data-dir server --staging-path node/store
        a tenant:
          export DL_TOKEN_FILE=server/tokens/admin.token
          dateilager client getcached --host localhost --port 5053 \\
            --ca-cert server/tls/cached/tls-cert.pem --path "$PWD/node/by-hand/cache"
          dateilager client rebuild --host localhost --ca-cert server/tls/server/tls-cert.pem \\
            --project 1 --dir node/by-hand/app --cachedir node/by-hand/cache
        when you have seen enough:
          rm -r %1$s
        """
            .formatted(kept)
            .lines()
            .toList());
  }

  private void some(List<String> details) {
    details.stream().limit(SHOWN).forEach(lines::add);
    if (details.size() > SHOWN) {
      lines.add("    ... and %s more".formatted(Figures.count(details.size() - SHOWN)));
    }
  }

  private static String count(OptionalLong number) {
    return number.isPresent() ? Figures.count(number.getAsLong()) : "";
  }

  /** A name from a directory may hold anything, but not steer the terminal. */
  private static String shown(String name) {
    var shown = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append("\\x%02x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
