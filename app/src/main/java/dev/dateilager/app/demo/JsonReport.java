package dev.dateilager.app.demo;

import dev.dateilager.app.json.Json;
import dev.dateilager.app.tree.DiskUse;
import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as one JSON object: the same figures, times in seconds, bytes as numbers. */
final class JsonReport {
  private JsonReport() {}

  static String of(DemoReport report) {
    var json = new LinkedHashMap<String, Object>();
    json.put("holds", report.holds());
    json.put("directory", directory(report.tree()));
    json.put(
        "leftOut",
        report.leftOut().stream()
            .map(left -> ordered("path", left.path(), "why", left.why()))
            .toList());
    json.put("packs", packs(report));
    json.put("steps", report.steps().stream().map(JsonReport::step).toList());
    json.put("downloadedBytes", report.downloadedBytes());
    json.put("disk", ordered("goldenCopy", disk(report.store()), "node", disk(report.node())));
    json.put("comparisons", report.checks().stream().map(JsonReport::check).toList());
    json.put("changedFile", report.changedFile());
    report.kept().ifPresent(kept -> json.put("kept", kept.toString()));
    return Json.of(json);
  }

  private static Map<String, Object> directory(Tree tree) {
    return ordered(
        "path", tree.root().toString(),
        "files", tree.count(TreeEntry.Kind.FILE),
        "directories", tree.count(TreeEntry.Kind.DIRECTORY),
        "symlinks", tree.count(TreeEntry.Kind.SYMLINK),
        "bytes", tree.bytes());
  }

  private static Map<String, Object> packs(DemoReport report) {
    return ordered(
        "patterns", report.plan().patterns(),
        "planned", report.plan().packs().size(),
        "cached", report.cachedPacks(),
        "tooLarge", report.plan().tooLarge());
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> json = ordered("name", step.name());
    step.files().ifPresent(files -> json.put("files", files));
    step.bytes().ifPresent(bytes -> json.put("bytes", bytes));
    json.put("seconds", step.took().toNanos() / 1e9);
    step.filesPerSecond().ifPresent(rate -> json.put("filesPerSecond", rate));
    return json;
  }

  private static Map<String, Object> disk(DiskUse use) {
    return ordered(
        "names", use.names(),
        "inodes", use.inodes(),
        "sharedInodes", use.sharedInodes(),
        "bytesUsed", use.bytesOfInodes(),
        "bytesOfCopies", use.bytesOfNames());
  }

  private static Map<String, Object> check(Check check) {
    return ordered(
        "name", check.name(),
        "holds", check.outcome().holds(),
        "entries", check.outcome().entries(),
        "files", check.outcome().files(),
        "bytes", check.outcome().bytes(),
        "linked", check.outcome().linked(),
        "tightened", check.outcome().tightened(),
        "differences",
            check.outcome().differences().stream()
                .map(difference -> ordered("path", difference.path(), "how", difference.how()))
                .toList(),
        "changedMeanwhile", List.copyOf(check.changedMeanwhile()));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      members.put(pairs[i].toString(), pairs[i + 1]);
    }
    return members;
  }
}
