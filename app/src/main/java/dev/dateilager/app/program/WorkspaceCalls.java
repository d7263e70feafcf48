package dev.dateilager.app.program;

import static dev.dateilager.app.program.Answers.members;

import dev.dateilager.adapters.dlclient.Populated;
import dev.dateilager.app.client.Client;
import dev.dateilager.app.json.Json;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.RebuildResult;
import dev.dateilager.domain.workspace.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The commands of {@code dateilager client} for directories of this machine. */
final class WorkspaceCalls {
  private final Client client;
  private final Answers answers;
  private final Log log;

  WorkspaceCalls(Client client, Answers answers, Log log) {
    this.client = client;
    this.answers = answers;
    this.log = log;
  }

  void update(ClientCall.Update call) throws DateiLagerException {
    Update.Result result =
        client.update(
            call, (name, why) -> log.warn("left out", "dl.object.path", name, "why", why));
    log.info(
        "updated objects",
        "dl.project",
        call.project().value(),
        "dl.version",
        result.version(),
        "dl.diff_count",
        result.count(),
        "dl.directory",
        directory(call.directory()));
    answers.one(
        List.of(Long.toString(result.version())),
        List.of("version %d, %d changes sent".formatted(result.version(), result.count())),
        members("version", result.version(), "count", result.count()));
  }

  void rebuild(ClientCall.Rebuild call) throws DateiLagerException {
    RebuildResult result = client.rebuild(call);
    RebuildResult.Detail detail = result.detail();
    log.info(
        "rebuilt project",
        "dl.project",
        call.project().value(),
        "dl.version",
        result.version(),
        "dl.diff_count",
        result.count(),
        "dl.cached_count",
        result.cachedCount(),
        "dl.directory",
        directory(call.directory()),
        "linked",
        detail.linked(),
        "cloned",
        detail.cloned(),
        "copied",
        detail.copied(),
        "why",
        obstacles(detail.obstacles()),
        "downloaded_bytes",
        detail.downloadedBytes());
    if (detail.cacheIncomplete()) {
      log.warn("the cache lacks packs that it lists, all was downloaded instead");
    }
    if (detail.skipped() > 0) {
      log.warn("skipped objects below .dl", "dl.object_count", detail.skipped());
    }
    answers.one(List.of(Json.of(own(result))), List.of(text(result)), whole(result));
  }

  /** Exactly these, in this order (client.md §2). */
  private static Map<String, Object> own(RebuildResult result) {
    return members(
        "version",
        result.version(),
        "count",
        result.count(),
        "cachedCount",
        result.cachedCount(),
        "fileMatch",
        result.fileMatch());
  }

  private static Map<String, Object> whole(RebuildResult result) {
    RebuildResult.Detail detail = result.detail();
    Map<String, Object> all = own(result);
    all.put("written", detail.written());
    all.put("linked", detail.linked());
    all.put("cloned", detail.cloned());
    all.put("copied", detail.copied());
    all.put("why", obstacles(detail.obstacles()));
    all.put("skipped", detail.skipped());
    all.put("downloadedBytes", detail.downloadedBytes());
    all.put("cacheIncomplete", detail.cacheIncomplete());
    return all;
  }

  private static String text(RebuildResult result) {
    RebuildResult.Detail detail = result.detail();
    String why = obstacles(detail.obstacles());
    return "version %d: %d entries, %d of them packs of the cache; %d files written, %d linked, %d cloned, %d copied%s"
        .formatted(
            result.version(),
            result.count(),
            result.cachedCount(),
            detail.written(),
            detail.linked(),
            detail.cloned(),
            detail.copied(),
            why.isEmpty() ? "" : " (" + why + ")");
  }

  /** Why files of the cache were not linked, and how many, such as {@code not-permitted=3}. */
  private static String obstacles(Map<Obstacle, Long> met) {
    return met.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey().label() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }

  void fetch(ClientCall.GetCache call) throws DateiLagerException {
    FetchCache.Result result = client.getCache(call);
    long version = wire(result.version());
    log.info(
        "cache downloaded",
        "dl.version",
        version,
        "dl.object_count",
        result.count(),
        "dl.directory",
        call.path());
    answers.one(
        List.of(),
        List.of(
            result.version().isEmpty()
                ? "the server has no such cache version"
                : "cache version %d, %d entries unpacked".formatted(version, result.count())),
        members("version", version, "count", result.count()));
  }

  void place(ClientCall.GetCached call) throws DateiLagerException {
    Populated placed = client.getCached(call);
    long version = wire(placed.version());
    String mode = placed.mode().map(known -> known.label()).orElse("unknown");
    log.info(
        "cache placed",
        "dl.version",
        version,
        "dl.directory",
        call.path(),
        "mode",
        mode,
        "why",
        placed.why());
    answers.one(
        List.of(),
        List.of("cache version %d placed at %s, mode %s".formatted(version, call.path(), mode)),
        members("path", call.path(), "version", version, "mode", mode, "why", placed.why()));
  }

  private static long wire(Optional<CacheVersion> version) {
    return version.map(CacheVersion::value).orElse(CacheVersion.NONE);
  }

  private static Path directory(Optional<Path> given) {
    return given.orElse(Path.of("")).toAbsolutePath();
  }
}
