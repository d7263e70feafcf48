package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.proto.pb.GetCacheResponse;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code GetCache} call, nothing of which is believed before it is checked (I10): each pack
 * against its hash, each message's version against the first word about it, and the number of packs
 * against the announcement, if the server makes one.
 */
final class RemoteCacheDownload implements CacheDownload {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final OpenCall<?, GetCacheResponse> call;
  private final Optional<CacheVersion> wanted;
  private Optional<CacheVersion> version = Optional.empty();
  private OptionalLong announced = OptionalLong.empty();
  private Optional<GetCacheResponse> ahead = Optional.empty();
  private long received;

  RemoteCacheDownload(OpenCall<?, GetCacheResponse> call, Optional<CacheVersion> wanted) {
    this.call = call;
    this.wanted = wanted;
  }

  /** Waits for the first message or the end: headers, if any came, are there by then. */
  void begin(Supplier<@Nullable Metadata> headers) throws DateiLagerException {
    ahead = call.read();
    Metadata said = headers.get();
    if (said != null) {
      OptionalLong number = number(said, Wire.CACHE_VERSION);
      if (number.isPresent()) {
        settle(new CacheVersion(number.getAsLong()));
      }
      announced = number(said, Wire.CACHE_PACKS);
    }
    if (ahead.isPresent()) {
      settle(Wire.cacheVersion(ahead.get().getVersion()));
    }
  }

  private static OptionalLong number(Metadata headers, Metadata.Key<String> key) throws Corrupt {
    String value = headers.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new Corrupt("the server's header '%s' is no number".formatted(key.name()));
    }
    return OptionalLong.of(Long.parseLong(value));
  }

  /** Takes the first word about the version; every later one must say the same. */
  private void settle(CacheVersion said) throws Corrupt {
    CacheVersion expected = version.or(() -> wanted).orElse(said);
    if (!said.equals(expected)) {
      throw new Corrupt(
          "the server sent cache version %s where %s was expected".formatted(said, expected));
    }
    version = Optional.of(said);
  }

  @Override
  public Optional<CacheVersion> version() {
    return version;
  }

  @Override
  public OptionalLong announcedPacks() {
    return announced;
  }

  @Override
  public Optional<Set<ContentHash>> hashes() {
    return Optional.empty(); // the frozen service has no place for them
  }

  @Override
  public Optional<Pack> next() throws DateiLagerException {
    Optional<GetCacheResponse> message = ahead.isPresent() ? ahead : call.read();
    ahead = Optional.empty();
    if (message.isEmpty()) {
      if (received < announced.orElse(0)) {
        throw miscounted();
      }
      return Optional.empty();
    }
    received++;
    if (received > announced.orElse(Long.MAX_VALUE)) {
      throw miscounted();
    }
    if (received > Caches.MAX_PACKS) { // else one that announces nothing could go on for ever
      throw new Corrupt(
          "the server sent over %d packs of one cache version".formatted(Caches.MAX_PACKS));
    }
    return Optional.of(pack(message.get()));
  }

  private Corrupt miscounted() {
    return new Corrupt(
        "the server announced %d packs of cache version %s and sent %d"
            .formatted(
                announced.orElse(0), version.map(CacheVersion::toString).orElse("-"), received));
  }

  private Pack pack(GetCacheResponse message) throws Corrupt {
    if (message.getFormat() != GetCacheResponse.Format.S2_TAR) {
      throw new Corrupt("the server sent the unknown format " + message.getFormatValue());
    }
    settle(Wire.cacheVersion(message.getVersion()));
    return Wire.pack(Wire.hash(message.getHash()), Blob.owned(message.getBytes().toByteArray()));
  }

  @Override
  public void close() {
    call.close();
  }
}
