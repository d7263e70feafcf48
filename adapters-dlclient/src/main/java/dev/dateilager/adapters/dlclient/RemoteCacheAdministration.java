package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.InspectCacheResponse;
import dev.dateilager.proto.v1.InspectCacheResponse.PartCase;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.RetireCacheRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operators' calls of {@code dateilager.v1.Caches}. */
final class RemoteCacheAdministration implements CacheAdministration {
  private final Server server;

  RemoteCacheAdministration(Server server) {
    this.server = server;
  }

  @Override
  public CacheInfo create(CachePlan plan) throws DateiLagerException {
    return Wire.cache(
        server.unary(
            CachesGrpc.getCreateCacheMethod(),
            CreateCacheRequest.newBuilder()
                .setPrefix(plan.prefix())
                .setMaxPacks(plan.maxPacks().orElse(0))
                .setMaxBytes(plan.maxBytes().orElse(0))
                .build()));
  }

  @Override
  public List<CacheInfo> list() throws DateiLagerException {
    var listed =
        server.unary(CachesGrpc.getListCachesMethod(), ListCachesRequest.getDefaultInstance());
    var caches = new ArrayList<CacheInfo>();
    for (var cache : listed.getCachesList()) {
      caches.add(Wire.cache(cache));
    }
    return List.copyOf(caches);
  }

  @Override
  public void inspect(Optional<CacheVersion> version, CacheUseSink sink)
      throws DateiLagerException {
    var request = InspectCacheRequest.newBuilder();
    version.ifPresent(wanted -> request.setVersion(wanted.value()));
    try (OpenCall<?, InspectCacheResponse> call =
        server.download(CachesGrpc.getInspectCacheMethod(), request.build())) {
      long packsToCome = head(call.read(), version, sink);
      for (var part = call.read(); part.isPresent(); part = call.read()) {
        packsToCome = part(part.get(), packsToCome, sink);
      }
      if (packsToCome > 0) {
        throw new Corrupt("the server left out %d packs".formatted(packsToCome));
      }
    }
  }

  /** How many packs are to come. */
  private static long head(
      Optional<InspectCacheResponse> first, Optional<CacheVersion> wanted, CacheUseSink sink)
      throws DateiLagerException {
    if (first.isEmpty() || !first.get().hasHead()) {
      throw new Corrupt("the server did not begin with what cache version it tells of");
    }
    CacheInfo cache = Wire.cache(first.get().getHead());
    if (wanted.isPresent() && !wanted.get().equals(cache.version())) {
      throw new Corrupt(
          "asked for cache version %s, the server tells of %s"
              .formatted(wanted.get(), cache.version()));
    }
    sink.begin(cache);
    return cache.packs();
  }

  private static long part(InspectCacheResponse part, long packsToCome, CacheUseSink sink)
      throws DateiLagerException {
    if (part.getPartCase() == PartCase.PACK && packsToCome > 0) {
      sink.pack(Wire.use(part.getPack()));
      return packsToCome - 1;
    }
    if (part.getPartCase() == PartCase.PROJECT && packsToCome == 0) {
      var use = part.getProject();
      sink.project(new ProjectUse(new ProjectId(use.getProject()), use.getPacks()));
      return 0;
    }
    throw new Corrupt(
        "the server sent %s where %d packs were to come"
            .formatted(part.getPartCase(), packsToCome));
  }

  @Override
  public CacheInfo retire(CacheVersion version, boolean force) throws DateiLagerException {
    return Wire.cache(
        server.unary(
            CachesGrpc.getRetireCacheMethod(),
            RetireCacheRequest.newBuilder().setVersion(version.value()).setForce(force).build()));
  }
}
