package dev.dateilager.adapters.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.Project;
import dev.dateilager.proto.pb.UpdateRequest;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Translates between the wire and the domain (wire.md §2, §4), once and in one place. */
final class Wire {
  static final Metadata.Key<String> CACHE_VERSION = key("dateilager-cache-version");
  static final Metadata.Key<String> CACHE_PACKS = key("dateilager-cache-packs");
  static final Metadata.Key<String> CACHE_BYTES = key("dateilager-cache-bytes");
  static final Metadata.Key<String> PLACE_MODE = key("dateilager-place-mode");
  static final Metadata.Key<String> PLACE_LINKED = key("dateilager-place-linked");
  static final Metadata.Key<String> PLACE_CLONED = key("dateilager-place-cloned");
  static final Metadata.Key<String> PLACE_COPIED = key("dateilager-place-copied");
  static final Metadata.Key<String> PLACE_WHY = key("dateilager-place-why");

  private Wire() {}

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  static ReadRequest read(GetRequest request) {
    return new ReadRequest(
        new ProjectId(request.getProject()),
        request.hasFromVersion() ? OptionalLong.of(request.getFromVersion()) : OptionalLong.empty(),
        request.hasToVersion() ? OptionalLong.of(request.getToVersion()) : OptionalLong.empty(),
        queries(request.getQueriesList()));
  }

  static ReadRequest read(GetCompressRequest request) {
    return new ReadRequest(
        new ProjectId(request.getProject()),
        request.hasFromVersion() ? OptionalLong.of(request.getFromVersion()) : OptionalLong.empty(),
        request.hasToVersion() ? OptionalLong.of(request.getToVersion()) : OptionalLong.empty(),
        queries(request.getQueriesList()));
  }

  static ReadRequest read(GetUnaryRequest request) {
    return new ReadRequest(
        new ProjectId(request.getProject()),
        request.hasFromVersion() ? OptionalLong.of(request.getFromVersion()) : OptionalLong.empty(),
        request.hasToVersion() ? OptionalLong.of(request.getToVersion()) : OptionalLong.empty(),
        queries(request.getQueriesList()));
  }

  /** The cache versions at hand; numbers that no version has add nothing (semantics.md §4.4). */
  static Set<CacheVersion> heldVersions(GetCompressRequest request) {
    return request.getAvailableCacheVersionsList().stream()
        .filter(version -> version >= 0)
        .map(CacheVersion::new)
        .collect(Collectors.toSet());
  }

  /**
   * Which cache version is wanted: absent and −1 mean the newest.
   *
   * @throws InvalidArgument for any other negative number
   */
  static Optional<CacheVersion> wanted(GetCacheRequest request) throws InvalidArgument {
    if (!request.hasVersion() || request.getVersion() == CacheVersion.NONE) {
      return Optional.empty();
    }
    if (request.getVersion() < 0) {
      throw new InvalidArgument("no cache version is numbered " + request.getVersion());
    }
    return Optional.of(new CacheVersion(request.getVersion()));
  }

  private static List<ObjectQuery> queries(List<dev.dateilager.proto.pb.ObjectQuery> queries) {
    return queries.stream()
        .map(
            query ->
                new ObjectQuery(
                    query.getPath(),
                    query.getIsPrefix(),
                    query.getIgnoresList(),
                    query.getSubpathsList()))
        .toList();
  }

  /**
   * One message of an update.
   *
   * @throws InvalidArgument without an object (wire.md oddity 4)
   */
  static ObjectUpdate update(UpdateRequest request) throws InvalidArgument {
    if (!request.hasObject()) {
      throw new InvalidArgument("an update's message holds no object");
    }
    Objekt object = request.getObject();
    return new ObjectUpdate(
        object.getPath(),
        new FileMode(object.getMode()),
        object.getSize(),
        object.getDeleted(),
        object.hasContent()
            ? Optional.of(Blob.owned(object.getContent().toByteArray()))
            : Optional.empty());
  }

  static Project project(ProjectVersion project) {
    return Project.newBuilder()
        .setId(project.id().value())
        .setVersion(project.latestVersion())
        .build();
  }

  static ProjectVersion project(Project project) {
    return new ProjectVersion(new ProjectId(project.getId()), project.getVersion());
  }

  static GetResponse listed(long version, ListedObject listed) {
    return GetResponse.newBuilder().setVersion(version).setObject(object(listed)).build();
  }

  static Objekt object(ListedObject listed) {
    var object =
        Objekt.newBuilder()
            .setPath(listed.path())
            .setMode(listed.mode().bits())
            .setSize(listed.size())
            .setDeleted(listed.deleted());
    listed.content().ifPresent(content -> object.setContent(bytes(content)));
    return object.build();
  }

  static GetCompressResponse part(long version, Blob packed, Optional<String> packPath) {
    var part =
        GetCompressResponse.newBuilder()
            .setVersion(version)
            .setFormat(GetCompressResponse.Format.S2_TAR)
            .setBytes(bytes(packed));
    packPath.ifPresent(part::setPackPath);
    return part.build();
  }

  static GetCacheResponse pack(CacheVersion version, ContentHash hash, Blob packed) {
    return GetCacheResponse.newBuilder()
        .setVersion(version.value())
        .setFormat(GetCacheResponse.Format.S2_TAR)
        .setBytes(bytes(packed))
        .setHash(bytes(hash))
        .build();
  }

  /** What the headers of {@code GetCache} announce (I10). */
  static Metadata announcement(dev.dateilager.domain.catalog.CacheInfo info) {
    var headers = new Metadata();
    headers.put(CACHE_VERSION, info.version().toString());
    headers.put(CACHE_PACKS, Long.toString(info.packs()));
    headers.put(CACHE_BYTES, Long.toString(info.bytes()));
    return headers;
  }

  /** How a golden copy was placed (I8), for the trailers of {@code PopulateDiskCache}. */
  static Metadata placement(PlacementReport report) {
    var trailers = new Metadata();
    trailers.put(PLACE_MODE, report.mode().label());
    trailers.put(PLACE_LINKED, Long.toString(report.linked()));
    trailers.put(PLACE_CLONED, Long.toString(report.cloned()));
    trailers.put(PLACE_COPIED, Long.toString(report.copied()));
    if (!report.why().isEmpty()) {
      trailers.put(PLACE_WHY, why(report.why()));
    }
    return trailers;
  }

  /** Such as {@code other-mount=3,empty-file=1}, in the order of the enumeration. */
  private static String why(Map<Obstacle, Long> why) {
    return why.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(obstacle -> obstacle.getKey().label() + "=" + obstacle.getValue())
        .collect(Collectors.joining(","));
  }

  static ByteString bytes(ContentHash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.bytes());
  }

  /** No copy: a blob never changes, and the message only reads. */
  private static ByteString bytes(Blob blob) {
    return UnsafeByteOperations.unsafeWrap(blob.shared());
  }
}
