package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.Populated;
import dev.dateilager.app.client.Client;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.json.Json;
import dev.dateilager.app.lifetime.Deadline;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.RebuildResult;
import dev.dateilager.domain.workspace.Update;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * {@code dateilager client}: one call, its answer on standard output in the form that Go's users
 * and programs know (cli.md §3.2), all else in the log.
 */
final class ClientProgram {
  private static final int LOGGED_CONTENT_BYTES = 10;

  private final Surroundings surroundings;
  private final PrintWriter out;
  private final Log log;
  private final Tracing tracing;

  ClientProgram(Surroundings surroundings, PrintWriter out, Log log, Tracing tracing) {
    this.surroundings = surroundings;
    this.out = out;
    this.log = log;
    this.tracing = tracing;
  }

  void run(Request.CallPeer request) throws DateiLagerException, InterruptedException {
    if (request.call().touchesFiles()) {
      FileNames.require();
    }
    var token = new Secret(TokenSource.find(surroundings));
    var settings = PeerSettings.of(request.peer(), token::value, surroundings, request.timeout());
    Deadline.within(
        request.timeout(),
        () -> {
          try (Client client =
              Client.connect(settings, surroundings.workers(), tracing.outgoing())) {
            tracing.within(
                "client." + request.call().getClass().getSimpleName(),
                () -> call(client, request.call()));
            return request;
          }
        });
  }

  private void call(Client client, ClientCall call) throws DateiLagerException {
    switch (call) {
      case ClientCall.NewProject made -> {
        client.createProject(made);
        log.info("created new project", "dl.project", made.project().value());
      }
      case ClientCall.Update update -> update(client, update);
      case ClientCall.Get get -> get(client, get);
      case ClientCall.Rebuild rebuild -> rebuild(client, rebuild);
      case ClientCall.GetCache fetch -> {
        FetchCache.Result result = client.getCache(fetch);
        log.info(
            "cache downloaded",
            "dl.version",
            wire(result.version()),
            "dl.object_count",
            result.count(),
            "dl.directory",
            fetch.path());
      }
      case ClientCall.GetCached placing -> place(client, placing);
      case ClientCall.CreateCache create -> {
        CacheInfo made = client.createCache(create);
        log.info(
            "created cache version",
            "dl.version",
            made.version().value(),
            "packs",
            made.packs(),
            "bytes",
            made.bytes());
        out.println(made.version());
      }
      case ClientCall.ListCaches _ -> {
        for (CacheInfo cache : client.listCaches()) {
          out.println("%s\t%d\t%d".formatted(cache.version(), cache.packs(), cache.bytes()));
        }
      }
    }
  }

  private void update(Client client, ClientCall.Update call) throws DateiLagerException {
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
    out.println(result.version());
  }

  private void get(Client client, ClientCall.Get call) throws DateiLagerException {
    var count = new AtomicLong();
    client.get(
        call,
        (version, object) -> {
          count.incrementAndGet();
          log.info(
              object.deleted() ? "deleted object" : "object",
              "dl.object.path",
              object.path(),
              "dl.object.content",
              content(object),
              "dl.version",
              version);
        });
    log.info(
        "listed objects in project",
        "dl.project",
        call.project().value(),
        "dl.object_count",
        count.get());
  }

  /** The beginning of a content, as text. */
  private static String content(ListedObject object) {
    byte[] bytes = object.content().orElse(Blob.EMPTY).shared();
    return new String(
        Arrays.copyOf(bytes, Math.min(bytes.length, LOGGED_CONTENT_BYTES)), StandardCharsets.UTF_8);
  }

  private void rebuild(Client client, ClientCall.Rebuild call) throws DateiLagerException {
    RebuildResult result = client.rebuild(call);
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
        result.detail().linked(),
        "cloned",
        result.detail().cloned(),
        "copied",
        result.detail().copied(),
        "why",
        obstacles(result.detail().obstacles()),
        "downloaded_bytes",
        result.detail().downloadedBytes());
    if (result.detail().cacheIncomplete()) {
      log.warn("the cache lacks packs that it lists, all was downloaded instead");
    }
    if (result.detail().skipped() > 0) {
      log.warn("skipped objects below .dl", "dl.object_count", result.detail().skipped());
    }
    var answer = new LinkedHashMap<String, Object>(); // exactly these, in this order (client.md §2)
    answer.put("version", result.version());
    answer.put("count", result.count());
    answer.put("cachedCount", result.cachedCount());
    answer.put("fileMatch", result.fileMatch());
    out.println(Json.of(answer));
  }

  /** Why files of the cache were not linked, and how many, such as {@code not-permitted=3}. */
  private static String obstacles(Map<Obstacle, Long> met) {
    return met.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey().label() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }

  private void place(Client client, ClientCall.GetCached call) throws DateiLagerException {
    Populated placed = client.getCached(call);
    log.info(
        "cache placed",
        "dl.version",
        wire(placed.version()),
        "dl.directory",
        call.path(),
        "mode",
        placed.mode().map(mode -> mode.label()).orElse("unknown"),
        "why",
        placed.why());
  }

  private static long wire(Optional<CacheVersion> version) {
    return version.map(CacheVersion::value).orElse(CacheVersion.NONE);
  }

  private static Path directory(Optional<Path> given) {
    return given.orElse(Path.of("")).toAbsolutePath();
  }
}
