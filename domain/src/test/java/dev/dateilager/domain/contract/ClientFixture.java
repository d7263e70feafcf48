package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.NameMatcher;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.PackOpener;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.Rebuild;
import dev.dateilager.domain.workspace.RebuildRequest;
import dev.dateilager.domain.workspace.RebuildResult;
import dev.dateilager.domain.workspace.SummaryCodec;
import dev.dateilager.domain.workspace.Update;
import dev.dateilager.domain.workspace.UpdateStream;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client with its server and its disk, as the suites of the client's behaviour see them. By
 * default everything is in memory; who runs a suite elsewhere overrides the parts.
 */
public abstract class ClientFixture {
  private static final AtomicLong PROJECTS = new AtomicLong(1000);

  private final PlainPackCodec codec = new PlainPackCodec();
  private final InProcessServer server =
      new InProcessServer(new InMemoryCatalogStore(), codec, Limits.DEFAULT);

  /** The server's projects. */
  protected ProjectSource projects() {
    return server;
  }

  /** The server's caches. */
  protected CacheSource caches() {
    return server;
  }

  /** Makes a cache version of all packs under a prefix. */
  protected CacheVersion createCache(String prefix) throws DateiLagerException {
    return server.createCache(prefix);
  }

  /** Opens the server's packs. */
  protected PackOpener packs() {
    return codec::open;
  }

  /** The form of summaries. */
  protected SummaryCodec summaries() {
    return new PlainSummaryCodec();
  }

  /** A directory that is empty or not there yet. */
  protected HandmadeDirectory newDirectory() {
    return new InMemoryDirectory();
  }

  /** A cache that is not there yet. */
  protected HandmadeCache newCache() {
    return new InMemoryCache();
  }

  /** What becomes of a link's text where the platform cannot keep all of them. */
  protected String kept(String linkText) {
    return linkText;
  }

  /** A new project with these patterns. */
  protected final ProjectId project(String... patterns) throws DateiLagerException {
    var id = new ProjectId(PROJECTS.incrementAndGet());
    projects().createProject(id, List.of(patterns), Optional.empty());
    return id;
  }

  /** Begins a change of a project on the server. */
  protected final ServerChange on(ProjectId project) {
    return new ServerChange(project);
  }

  /** What others send to the server. */
  protected final class ServerChange {
    private final ProjectId project;
    private final List<ObjectChange> changes = new ArrayList<>();

    private ServerChange(ProjectId project) {
      this.project = project;
    }

    /** Files of mode 0755 whose text is their path and this suffix. */
    ServerChange files(String suffix, String... paths) {
      for (String path : paths) {
        file(path, path + " " + suffix);
      }
      return this;
    }

    /** A file of mode 0755. */
    ServerChange file(String path, String text) {
      return file(path, 0755, text.getBytes(StandardCharsets.UTF_8));
    }

    ServerChange file(String path, int permissions, byte[] content) {
      return put(path, FileMode.file(permissions), Blob.copyOf(content));
    }

    ServerChange symlink(String path, String target) {
      return put(path, FileMode.symlink(), Blob.utf8(target));
    }

    ServerChange directory(String path) {
      return put(path, FileMode.directory(0755), Blob.EMPTY);
    }

    private ServerChange put(String path, FileMode mode, Blob content) {
      changes.add(new ObjectChange.Put(new ObjectPath(path), mode, content));
      return this;
    }

    ServerChange delete(String... paths) {
      for (String path : paths) {
        changes.add(new ObjectChange.Delete(new ObjectPath(path)));
      }
      return this;
    }

    /** Sends them; the new version. */
    long send() throws DateiLagerException {
      try (UpdateStream stream = projects().update(project)) {
        for (ObjectChange change : changes) {
          stream.send(change);
        }
        return stream.finish();
      }
    }
  }

  /** Begins a rebuild of a directory. */
  protected final Rebuilding rebuild(HandmadeDirectory directory, ProjectId project) {
    return new Rebuilding(directory, RebuildRequest.latest(project, 2));
  }

  /** A rebuild with some of its settings given. */
  protected final class Rebuilding {
    private final HandmadeDirectory directory;
    private final RebuildRequest request;

    private Rebuilding(HandmadeDirectory directory, RebuildRequest request) {
      this.directory = directory;
      this.request = request;
    }

    Rebuilding to(long version) {
      return with(
          OptionalLong.of(version),
          request.subpaths(),
          request.cache(),
          request.matcher(),
          request.summarize());
    }

    Rebuilding cache(HandmadeCache cache) {
      return with(
          request.to(),
          request.subpaths(),
          Optional.of(cache.directory()),
          request.matcher(),
          request.summarize());
    }

    Rebuilding subpaths(String... subpaths) {
      return with(
          request.to(), List.of(subpaths), request.cache(), request.matcher(), request.summarize());
    }

    Rebuilding matching(String include, String exclude) throws DateiLagerException {
      return with(
          request.to(),
          request.subpaths(),
          request.cache(),
          NameMatcher.of(include, exclude),
          request.summarize());
    }

    Rebuilding withoutSummary() {
      return with(request.to(), request.subpaths(), request.cache(), request.matcher(), false);
    }

    private Rebuilding with(
        OptionalLong to,
        List<String> subpaths,
        Optional<CacheDirectory> cache,
        NameMatcher matcher,
        boolean summarize) {
      return new Rebuilding(
          directory,
          new RebuildRequest(
              request.project(), "", to, List.of(), subpaths, cache, matcher, summarize, 2));
    }

    RebuildResult run() throws DateiLagerException {
      try (WorkspaceTree tree = directory.open()) {
        return rebuilds().rebuild(tree, request);
      }
    }

    /** Runs it and checks what every test checks. */
    RebuildResult expecting(long version, long count) throws DateiLagerException {
      RebuildResult result = run();
      assertThat(result.version()).as("version").isEqualTo(version);
      assertThat(result.count()).as("count").isEqualTo(count);
      assertVersion(directory, version);
      return result;
    }
  }

  protected final Rebuild rebuilds() {
    return new Rebuild(projects(), packs(), summaries());
  }

  /** Sends a directory's changes. */
  protected final Update.Result update(
      HandmadeDirectory directory, ProjectId project, String... subpaths)
      throws DateiLagerException {
    try (WorkspaceTree tree = directory.open()) {
      return new Update(projects(), summaries(), rebuilds())
          .update(
              tree,
              new Update.Request(
                  project,
                  List.of(subpaths),
                  2,
                  (name, why) -> {
                    throw new AssertionError(name + " was left out: " + why);
                  }));
    }
  }

  /** Brings a cache version into a cache. */
  protected final FetchCache.Result getCache(HandmadeCache cache, Optional<CacheVersion> wanted)
      throws DateiLagerException {
    return new FetchCache(caches(), packs()).fetch(cache.folder(), wanted, 2);
  }

  protected final void assertVersion(HandmadeDirectory directory, long version)
      throws DateiLagerException {
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).as("recorded version").isEqualTo(version);
    }
  }

  /** Names and texts in turn, as {@link HandmadeDirectory#tree} has them. */
  protected static void assertTree(HandmadeDirectory directory, String... namesAndTexts) {
    assertThat(directory.tree()).isEqualTo(pairs(namesAndTexts));
  }

  protected static SortedMap<String, String> pairs(String... namesAndTexts) {
    var expected = new TreeMap<String, String>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      expected.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return expected;
  }

  /** What the server lists as the latest version: paths and texts. */
  protected final SortedMap<String, String> listed(ProjectId project) throws DateiLagerException {
    var objects = new TreeMap<String, String>();
    projects()
        .get(
            project,
            OptionalLong.empty(),
            OptionalLong.empty(),
            ObjectQuery.prefix(""),
            (version, object) ->
                objects.put(object.path(), object.content().map(Blob::toUtf8).orElse("deleted")));
    return objects;
  }
}
