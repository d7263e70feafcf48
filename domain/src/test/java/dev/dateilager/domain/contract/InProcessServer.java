package dev.dateilager.domain.contract;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.UpdateSession;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.UpdateStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/**
 * The server's own use cases as a client sees them, without a wire between: what a client does with
 * it, it does with a real server. Reads are held in memory whole.
 */
public final class InProcessServer implements ProjectSource, CacheSource {
  private static final Role ADMIN = new Role.Admin();

  private final Projects projects;
  private final Reads reads;
  private final Updates updates;
  private final Caches caches;
  private final Limits limits;

  /** A server on this store. */
  public InProcessServer(CatalogStore store, PackCodec codec, Limits limits) {
    this.projects = new Projects(store);
    var budget = ContentBudget.quarterOf(1L << 30);
    this.reads = new Reads(store, codec, limits, budget);
    this.updates = new Updates(store, codec, limits, budget);
    this.caches = new Caches(store, budget);
    this.limits = limits;
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    projects.create(ADMIN, id, packPatterns, template);
  }

  /** Makes a cache version of the packs under a prefix. */
  public CacheVersion createCache(String prefix) throws DateiLagerException {
    return caches.create(ADMIN, prefix, Caches.MAX_PACKS, 0).version();
  }

  @Override
  public CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions)
      throws DateiLagerException {
    Queue<CompressedPart> parts = new ArrayDeque<>();
    reads.getCompress(
        ADMIN,
        new ReadRequest(project, OptionalLong.of(from), to, List.of(query)),
        cacheVersions,
        (version, packed, packPath) ->
            parts.add(new CompressedPart(version, packed, packPath.map(ObjectPath::new))));
    return new CompressedStream() {
      @Override
      public Optional<CompressedPart> next() {
        return Optional.ofNullable(parts.poll());
      }

      @Override
      public void close() {
        parts.clear();
      }
    };
  }

  @Override
  public UpdateStream update(ProjectId project) throws DateiLagerException {
    return new Stream(updates.begin(ADMIN), project);
  }

  private final class Stream implements UpdateStream {
    private final UpdateSession session;
    private final ProjectId project;

    Stream(UpdateSession session, ProjectId project) {
      this.session = session;
      this.project = project;
    }

    @Override
    public void send(ObjectChange change) throws DateiLagerException {
      session.accept(
          project,
          switch (change) {
            case ObjectChange.Put put -> {
              if (put.content().length() > limits.messageBytes()) {
                throw new DateiLagerException.ResourceExhausted("message too large");
              }
              yield new ObjectUpdate(
                  put.path().value(),
                  put.mode(),
                  put.content().length(),
                  false,
                  Optional.of(put.content()));
            }
            case ObjectChange.Delete delete ->
                new ObjectUpdate(delete.path().value(), new FileMode(0), 0, true, Optional.empty());
          });
    }

    @Override
    public long finish() throws DateiLagerException {
      return session.finish();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Override
  public void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws DateiLagerException {
    reads.get(ADMIN, new ReadRequest(project, from, to, List.of(query)), sink::accept);
  }

  @Override
  public CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    var download = new Download();
    caches.download(ADMIN, wanted, have, download);
    return download;
  }

  private static final class Download implements CacheDownload, CacheSink {
    private final Queue<Pack> packs = new ArrayDeque<>();
    private Optional<CacheListing> listing = Optional.empty();
    private OptionalLong announced = OptionalLong.empty();

    @Override
    public void begin(CacheListing said, long toCome) {
      listing = Optional.of(said);
      announced = OptionalLong.of(toCome);
    }

    @Override
    public void pack(ContentHash hash, Blob packed) {
      packs.add(new Pack(hash, packed));
    }

    @Override
    public Optional<CacheVersion> version() {
      return listing.map(said -> said.info().version());
    }

    @Override
    public OptionalLong announcedPacks() {
      return announced;
    }

    @Override
    public Optional<Set<ContentHash>> hashes() {
      return listing.map(said -> Set.copyOf(said.hashes()));
    }

    @Override
    public Optional<Pack> next() {
      return Optional.ofNullable(packs.poll());
    }

    @Override
    public void close() {
      packs.clear();
    }
  }
}
