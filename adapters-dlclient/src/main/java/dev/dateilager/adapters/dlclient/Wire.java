package dev.dateilager.adapters.dlclient;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.CacheDownload.Pack;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.proto.pb.GetResponse;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.OptionalLong;

/** Translates between the domain and the wire (wire.md §2, §4), once and in one place. */
final class Wire {
  static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  static final Metadata.Key<String> CACHE_VERSION = key("dateilager-cache-version");
  static final Metadata.Key<String> CACHE_PACKS = key("dateilager-cache-packs");
  static final Metadata.Key<String> PLACE_MODE = key("dateilager-place-mode");
  static final Metadata.Key<String> PLACE_LINKED = key("dateilager-place-linked");
  static final Metadata.Key<String> PLACE_CLONED = key("dateilager-place-cloned");
  static final Metadata.Key<String> PLACE_COPIED = key("dateilager-place-copied");
  static final Metadata.Key<String> PLACE_WHY = key("dateilager-place-why");

  private Wire() {}

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  static dev.dateilager.proto.pb.ObjectQuery query(ObjectQuery query) {
    return dev.dateilager.proto.pb.ObjectQuery.newBuilder()
        .setPath(query.path())
        .setIsPrefix(query.prefix())
        .addAllIgnores(query.ignores())
        .addAllSubpaths(query.subpaths())
        .build();
  }

  static UpdateRequest change(ProjectId project, ObjectChange change) {
    var object = Objekt.newBuilder().setPath(change.path().value());
    switch (change) {
      case ObjectChange.Put put ->
          object
              .setMode(put.mode().bits())
              .setSize(put.content().length())
              .setContent(UnsafeByteOperations.unsafeWrap(put.content().shared()));
      case ObjectChange.Delete _ -> object.setDeleted(true);
    }
    return UpdateRequest.newBuilder().setProject(project.value()).setObject(object).build();
  }

  /**
   * One object of a listing.
   *
   * @throws Corrupt if the message holds none
   */
  static ListedObject listed(GetResponse response) throws Corrupt {
    if (!response.hasObject()) {
      throw new Corrupt("the server sent a message without an object");
    }
    Objekt object = response.getObject();
    return new ListedObject(
        object.getPath(),
        new FileMode(object.getMode()),
        object.getSize(),
        object.getDeleted(),
        object.hasContent()
            ? Optional.of(Blob.owned(object.getContent().toByteArray()))
            : Optional.empty());
  }

  static CacheInfo cache(dev.dateilager.proto.v1.CacheInfo info) throws Corrupt {
    return new CacheInfo(cacheVersion(info.getVersion()), info.getPacks(), info.getBytes());
  }

  static PackUse use(dev.dateilager.proto.v1.PackUse use) throws Corrupt {
    return new PackUse(
        hash(use.getHash()),
        use.hasBytes() ? OptionalLong.of(use.getBytes()) : OptionalLong.empty(),
        Optional.of(use.getPath()).filter(path -> !path.isEmpty()),
        use.getProjects());
  }

  static ByteString bytes(ContentHash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.bytes());
  }

  /**
   * A hash.
   *
   * @throws Corrupt unless it has 32 bytes
   */
  static ContentHash hash(ByteString bytes) throws Corrupt {
    if (bytes.size() != ContentHash.BYTES) {
      throw new Corrupt("the server sent a hash of %d bytes".formatted(bytes.size()));
    }
    return ContentHash.ofBytes(bytes.toByteArray());
  }

  /**
   * A pack that is what its hash says (I10).
   *
   * @throws Corrupt if it is not
   */
  static Pack pack(ContentHash hash, Blob packed) throws Corrupt {
    ContentHash found = ContentHash.of(packed);
    if (!found.equals(hash)) {
      throw new Corrupt("pack %s of %d bytes hashes to %s".formatted(hash, packed.length(), found));
    }
    return new Pack(hash, packed);
  }

  /**
   * A cache version that must be one.
   *
   * @throws Corrupt if it is negative
   */
  static CacheVersion cacheVersion(long number) throws Corrupt {
    if (number < 0) {
      throw new Corrupt("the server sent the cache version " + number);
    }
    return new CacheVersion(number);
  }
}
