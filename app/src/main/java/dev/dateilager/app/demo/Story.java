package dev.dateilager.app.demo;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.app.cached.CachedSettings;
import dev.dateilager.app.cached.RunningCached;
import dev.dateilager.app.client.Client;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.PrivateFiles;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.config.TokenVault;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.server.RunningServer;
import dev.dateilager.app.server.ServerSettings;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.app.tree.DiskUse;
import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeCopy;
import dev.dateilager.app.tree.TreeEntry;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Retention;
import dev.dateilager.domain.staging.TokenTimes;
import dev.dateilager.domain.workspace.RebuildResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The steps of the demo, in the order in which things happen. Told once. */
final class Story {
  private static final String LOOPBACK = "127.0.0.1";
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final List<String> TENANTS = List.of("tenant-1", "tenant-2");
  private static final int MAX_CACHE_PACKS = 100_000;

  private final Tree tree;
  private final WorkDirectory work;
  private final Steps steps;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Map<String, Long> downloaded = new LinkedHashMap<>();
  private final List<Check> checks = new ArrayList<>();

  Story(
      Tree tree, WorkDirectory work, Steps steps, Surroundings surroundings, InstantSource clock) {
    this.tree = tree;
    this.work = work;
    this.steps = steps;
    this.surroundings = surroundings;
    this.clock = clock;
  }

  DemoReport tell() throws DateiLagerException, InterruptedException {
    List<Tree.LeftOut> gone =
        steps.run(
            "copy it, so that a file can change",
            () -> TreeCopy.of(tree, work.source()),
            _ -> tree.count(TreeEntry.Kind.FILE),
            _ -> tree.bytes());
    PackPlan plan = PackPlan.of(tree);
    var comparing = new Comparing(tree.without(gone), work, steps, checks);
    try (RunningServer server =
            steps.run("start a server with an embedded PostgreSQL", this::server);
        Client admin = client(server.port(), "server", vault().adminToken())) {
      CacheInfo cache = store(admin, plan);
      try (RunningCached cached = cached(server.port(), cache);
          Client daemon = client(cached.port(), "cached", vault().adminToken())) {
        downloaded.put("the node's golden copy", cached.prepared().bytes());
        for (String tenant : TENANTS) {
          place(daemon, tenant);
        }
        for (String tenant : TENANTS) {
          rebuild(admin, tenant, "rebuild " + tenant + " from the placed cache");
          comparing.withDirectory(tenant);
        }
        var node = new ArrayList<>(List.of(work.store().resolve("objects")));
        TENANTS.forEach(tenant -> node.add(work.tenants().resolve(tenant)));
        DiskUse nodeUse = DiskUse.of(node);
        DiskUse storeUse = DiskUse.of(node.subList(0, 1));
        String changed = change(admin, plan);
        for (String tenant : TENANTS) {
          rebuild(admin, tenant, "rebuild " + tenant + " again, incrementally");
          comparing.withCopy(tenant);
        }
        return report(plan, gone, cache, storeUse, nodeUse, changed);
      }
    }
  }

  private DemoReport report(
      PackPlan plan,
      List<Tree.LeftOut> gone,
      CacheInfo cache,
      DiskUse store,
      DiskUse node,
      String changed) {
    var leftOut = new ArrayList<>(tree.leftOut());
    leftOut.addAll(gone);
    return new DemoReport(
        tree,
        leftOut,
        plan,
        steps.done(),
        cache.packs(),
        downloaded,
        checks,
        store,
        node,
        changed,
        Optional.empty());
  }

  private CacheInfo store(Client admin, PackPlan plan)
      throws DateiLagerException, InterruptedException {
    steps.run(
        "make a project",
        () -> {
          admin.createProject(
              new ClientCall.NewProject(PROJECT, Optional.empty(), plan.patterns()));
          return PROJECT;
        });
    steps.run(
        "update: send the copy to the server",
        () -> admin.update(updating(), (_, _) -> {}),
        result -> result.count(),
        _ -> tree.bytes());
    return steps.run(
        "make a cache version of its packs",
        () -> admin.cacheVersions().create(CachePlan.ofPacks("", MAX_CACHE_PACKS)),
        _ -> -1,
        CacheInfo::bytes);
  }

  private ClientCall.Update updating() {
    return new ClientCall.Update(PROJECT, Optional.of(work.source()), List.of());
  }

  private RunningServer server() throws DateiLagerException {
    return RunningServer.start(
        new ServerSettings(
            LOOPBACK,
            0,
            0,
            Optional.empty(),
            Map.of(),
            work.serverData(),
            Environment.DEV,
            identity("server"),
            new ServerSettings.Most(
                surroundings.maxConnections(),
                surroundings.maxMessageBytes(),
                surroundings.callsPerRole())),
        silent(),
        Tracing.OFF);
  }

  private RunningCached cached(int serverPort, CacheInfo cache)
      throws DateiLagerException, InterruptedException {
    ClientSettings upstream =
        settings(serverPort, "server", TokenSource.read(vault().sharedReaderToken()));
    PrivateFiles.directory(work.tenants());
    return steps.run(
        "cached: download a golden copy, once",
        () ->
            RunningCached.start(
                new CachedSettings(
                    LOOPBACK,
                    0,
                    0,
                    Environment.DEV,
                    identity("cached"),
                    upstream,
                    surroundings.workers(),
                    work.store(),
                    Optional.empty(),
                    LinkMode.AUTO,
                    false,
                    List.of(NodePath.parse(work.tenants().toString())),
                    Optional.empty(),
                    Retention.DEFAULT,
                    0,
                    () -> TokenTimes.UNKNOWN,
                    InstantSource.system()),
                silent(),
                Tracing.OFF),
        running -> running.prepared().entries(),
        _ -> cache.bytes());
  }

  /** The steps speak for the daemon and the server. */
  private static Log silent() {
    return new LogSink(
            new PrintWriter(Writer.nullWriter()),
            LogSettings.DEFAULT,
            InstantSource.system(),
            ZoneOffset.UTC)
        .named("demo");
  }

  private void place(Client daemon, String tenant)
      throws DateiLagerException, InterruptedException {
    Path target = work.cacheOf(tenant);
    steps.run(
        "place the cache for " + tenant,
        () -> daemon.getCached(new ClientCall.GetCached(target.toString())),
        placed -> placed.linked().orElse(0) + placed.cloned().orElse(0) + placed.copied().orElse(0),
        _ -> -1);
  }

  private void rebuild(Client client, String tenant, String step)
      throws DateiLagerException, InterruptedException {
    RebuildResult result =
        steps.run(
            step,
            () ->
                client.rebuild(
                    new ClientCall.Rebuild(
                        PROJECT,
                        OptionalLong.empty(),
                        Optional.of(work.appOf(tenant)),
                        ObjectQuery.prefix(""),
                        Optional.of(work.cacheOf(tenant)),
                        Optional.empty(),
                        Optional.empty(),
                        true)),
            Story::filesOf,
            _ -> -1);
    downloaded.put(step, result.detail().downloadedBytes());
  }

  private static long filesOf(RebuildResult result) {
    RebuildResult.Detail detail = result.detail();
    return detail.written() + detail.linked() + detail.cloned() + detail.copied();
  }

  private String change(Client admin, PackPlan plan)
      throws DateiLagerException, InterruptedException {
    String path = FileChange.choose(tree, plan);
    FileChange.append(work.source().resolve(path));
    steps.run(
        "update: send one changed file",
        () -> admin.update(updating(), (_, _) -> {}),
        result -> result.count(),
        _ -> -1);
    return path;
  }

  private ServingIdentity identity(String process) throws DateiLagerException {
    var kept =
        new Identity(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(work.serverData()));
    return ServingIdentity.of(kept, process, surroundings, clock);
  }

  private TokenVault vault() throws DateiLagerException {
    return TokenVault.in(work.serverData());
  }

  private Client client(int port, String process, Path token) throws DateiLagerException {
    return Client.connect(settings(port, process, TokenSource.read(token)), surroundings.workers());
  }

  /** Trusts the certificate that the process made for itself, and no other. */
  private ClientSettings settings(int port, String process, String token)
      throws DateiLagerException {
    return PeerSettings.of(
        new Peer(
            LOOPBACK, port, Optional.empty(), Optional.of(identity(process).tls().certificate())),
        () -> token,
        surroundings.with("DL_SKIP_SSL_VERIFICATION", null),
        Optional.empty());
  }
}
