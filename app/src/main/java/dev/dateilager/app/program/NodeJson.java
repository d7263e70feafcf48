package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.NodeState;
import dev.dateilager.adapters.dlclient.Refreshed;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerifySummary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a daemon tells, as the members of JSON objects; the names are in docs/cli.md. */
final class NodeJson {
  private NodeJson() {}

  static Map<String, Object> of(NodeState state) {
    var json = new LinkedHashMap<String, Object>();
    json.put("ready", state.version().isPresent());
    json.put("version", state.version().map(NodeJson::wire).orElse(CacheVersion.NONE));
    json.put("stale", state.stale());
    json.put("failure", state.failure().orElse(""));
    json.put("refreshedAt", state.refreshedAt().map(Object::toString).orElse(""));
    json.put("refreshingSince", state.refreshingSince().map(Object::toString).orElse(""));
    json.put("packs", state.packs());
    json.put("files", state.size().files());
    json.put("bytes", state.size().bytes());
    json.put("versions", state.versions().stream().map(CacheVersion::value).toList());
    json.put("placements", state.placements());
    json.put("trash", state.trash());
    json.put("freeBytes", state.space().bytes());
    json.put("freeInodes", state.space().inodes() == Long.MAX_VALUE ? -1 : state.space().inodes());
    json.put("stagingPath", state.stagingPath());
    json.put("linkMode", state.linkMode().label());
    json.put("strict", state.strict());
    json.put("allowedRoots", state.allowedRoots());
    json.put("startedAt", state.startedAt());
    return json;
  }

  static Map<String, Object> of(Placement placement) {
    var json = new LinkedHashMap<String, Object>();
    json.put("path", placement.target());
    json.put("version", wire(placement.version()));
    json.put("mode", placement.mode().label());
    json.put("linked", placement.linked());
    json.put("cloned", placement.cloned());
    json.put("copied", placement.copied());
    json.put("bytes", placement.bytes());
    json.put("why", why(placement.why()));
    json.put("placedAt", placement.placedAt());
    return json;
  }

  private static Map<String, Object> why(Map<Obstacle, Long> why) {
    var json = new TreeMap<String, Object>();
    why.forEach((obstacle, files) -> json.put(obstacle.label(), files));
    return json;
  }

  /** The number as the wire has it: -1 if the server has no cache. */
  static long wire(CacheVersion version) {
    return version.equals(GoldenCopy.NO_CACHE.version()) ? CacheVersion.NONE : version.value();
  }

  static Map<String, Object> of(Refreshed refreshed) {
    var json = new LinkedHashMap<String, Object>();
    json.put("outcome", refreshed.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("version", wire(refreshed.version()));
    json.put("packs", refreshed.packs());
    json.put("downloadedBytes", refreshed.downloadedBytes());
    json.put("failure", refreshed.failure().orElse(""));
    return json;
  }

  static Map<String, Object> of(PruneReport report) {
    var json = new LinkedHashMap<String, Object>();
    json.put("removedVersions", numbers(report.removed()));
    json.put("heldVersions", numbers(report.held()));
    json.put("packs", report.packs());
    json.put("files", report.size().files());
    json.put("bytes", report.size().bytes());
    return json;
  }

  static List<Long> numbers(Collection<CacheVersion> versions) {
    return versions.stream().map(CacheVersion::value).sorted().toList();
  }

  static Map<String, Object> of(Finding finding, List<NodePath> placements) {
    var json = new LinkedHashMap<String, Object>();
    json.put("pack", finding.pack().hex());
    json.put("path", finding.path());
    json.put("what", finding.what());
    json.put("placements", placements);
    return json;
  }

  static Map<String, Object> of(VerifySummary summary, List<Map<String, Object>> findings) {
    var json = new LinkedHashMap<String, Object>();
    json.put("packs", summary.packs());
    json.put("files", summary.files());
    json.put("bytes", summary.bytes());
    json.put("repaired", summary.repaired());
    json.put("findings", findings);
    return json;
  }

  static Map<String, Object> of(Explanation explanation) {
    var json = new LinkedHashMap<String, Object>();
    json.put("facts", explanation.facts());
    json.put("placement", explanation.placement().map(NodeJson::of).orElse(null));
    return json;
  }

  static Map<String, Object> of(NodeCheck check) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", check.name());
    json.put("level", check.level().label());
    json.put("found", check.found());
    json.put("advice", check.advice());
    return json;
  }
}
