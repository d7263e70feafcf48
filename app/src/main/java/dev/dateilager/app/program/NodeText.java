package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.NodeState;
import dev.dateilager.adapters.dlclient.Refreshed;
import dev.dateilager.app.request.Output;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.StoreSpace;
import dev.dateilager.domain.staging.VerifySummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a daemon tells, in lines for people. */
final class NodeText {
  private NodeText() {}

  static List<String> of(NodeState state) {
    var lines = new ArrayList<String>();
    lines.add("cache version  " + version(state));
    state.failure().ifPresent(why -> lines.add("last failure   " + why));
    state.refreshedAt().ifPresent(at -> lines.add("server asked   " + at));
    state.refreshingSince().ifPresent(at -> lines.add("waits for the server since " + at));
    lines.add(
        "golden copy    %,d packs, %,d files, %,d bytes"
            .formatted(state.packs(), state.size().files(), state.size().bytes()));
    lines.add("on disk        " + versions(state.versions()));
    lines.add(
        "placements     %,d, and %,d being deleted".formatted(state.placements(), state.trash()));
    lines.add("store          %s, %s".formatted(state.stagingPath(), free(state.space())));
    lines.add(
        "placing        %s%s, below %s"
            .formatted(
                state.linkMode().label(),
                state.strict() ? " and nothing else" : "",
                state.allowedRoots().isEmpty()
                    ? "no directory"
                    : state.allowedRoots().stream()
                        .map(NodePath::value)
                        .collect(Collectors.joining(", "))));
    lines.add("running since  " + state.startedAt());
    return lines;
  }

  private static String version(NodeState state) {
    if (state.version().isEmpty()) {
      return "none is held: not ready";
    }
    CacheVersion version = state.version().get();
    String number =
        version.equals(GoldenCopy.NO_CACHE.version())
            ? "none, as the server has none"
            : version.toString();
    return state.stale() ? number + " (stale: the server has not confirmed it)" : number;
  }

  private static String versions(Collection<CacheVersion> versions) {
    return versions.isEmpty()
        ? "no version"
        : versions.stream().map(CacheVersion::toString).collect(Collectors.joining(", "));
  }

  private static String free(StoreSpace space) {
    return space.inodes() == Long.MAX_VALUE
        ? "%,d bytes free".formatted(space.bytes())
        : "%,d bytes and %,d inodes free".formatted(space.bytes(), space.inodes());
  }

  /** Fields separated by tabs, the path last. */
  static String of(Placement placement) {
    return "%d\t%s\t%d\t%d\t%d\t%s\t%s"
        .formatted(
            NodeJson.wire(placement.version()),
            placement.mode().label(),
            placement.linked(),
            placement.cloned(),
            placement.copied(),
            placement.placedAt(),
            placement.target());
  }

  static List<String> placed(Placement placement) {
    var lines = new ArrayList<String>();
    lines.add(
        "placed cache version %d at %s: %,d linked, %,d cloned, %,d copied"
            .formatted(
                NodeJson.wire(placement.version()),
                placement.target(),
                placement.linked(),
                placement.cloned(),
                placement.copied()));
    placement.why().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            met -> lines.add("  %s: %,d files".formatted(met.getKey().label(), met.getValue())));
    return lines;
  }

  static String of(Refreshed refreshed) {
    String held = "cache version " + NodeJson.wire(refreshed.version());
    return switch (refreshed.outcome()) {
      case DOWNLOADED ->
          "%s fetched: %,d packs, %,d bytes"
              .formatted(held, refreshed.packs(), refreshed.downloadedBytes());
      case PRESENT -> held + " is held already";
      case NO_CACHE -> "the server has no cache version";
      case STALE ->
          "%s is still held: %s"
              .formatted(held, refreshed.failure().orElse("the server has none any more"));
    };
  }

  static List<String> of(PruneReport report, boolean dryRun) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s %s: %,d packs, %,d files, %,d bytes"
            .formatted(
                dryRun ? "would remove" : "removed",
                versions(report.removed()),
                report.packs(),
                report.size().files(),
                report.size().bytes()));
    if (!report.held().isEmpty()) {
      lines.add("being placed just now, so kept: " + versions(report.held()));
    }
    return lines;
  }

  static List<String> of(Finding finding, List<NodePath> placements) {
    var lines = new ArrayList<String>();
    lines.add("%s %s %s".formatted(finding.pack().hex(), finding.path(), finding.what()));
    placements.forEach(placement -> lines.add("  placed at " + placement));
    return lines;
  }

  static String of(VerifySummary summary) {
    return "%,d packs, %,d files, %,d bytes read: %s"
        .formatted(
            summary.packs(),
            summary.files(),
            summary.bytes(),
            summary.findings() == 0
                ? "all are what their manifests say"
                : "%,d findings, %,d packs fetched again"
                    .formatted(summary.findings(), summary.repaired()));
  }

  static List<String> of(NodeCheck check) {
    var lines = new ArrayList<String>();
    lines.add("%-8s%s: %s".formatted(check.level().label(), check.name(), check.found()));
    if (!check.advice().isEmpty()) {
      lines.add("        " + check.advice());
    }
    return lines;
  }

  /** What a doctor found, a check a line and what to do below it; in JSON one object. */
  static void print(List<NodeCheck> checks, Answers answers) {
    if (answers.form().equals(Optional.of(Output.NDJSON))) {
      checks.forEach(check -> answers.one(List.of(), NodeJson.of(check)));
    } else {
      answers.one(
          checks.stream().flatMap(check -> of(check).stream()).toList(),
          Map.of("checks", checks.stream().map(NodeJson::of).toList()));
    }
  }
}
