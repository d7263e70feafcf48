package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.proto.pb.GetCompressResponse;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A {@code GetCompress} call. Pieces that newer Go servers mark {@code continued} are joined
 * (wire.md §2), up to the longest message in all (I21).
 */
final class RemoteCompressedStream implements CompressedStream {
  private final OpenCall<?, GetCompressResponse> call;
  private final int maxBytes;
  private OptionalLong version = OptionalLong.empty();

  RemoteCompressedStream(OpenCall<?, GetCompressResponse> call, int maxBytes) {
    this.call = call;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<CompressedPart> next() throws DateiLagerException {
    Optional<GetCompressResponse> first = read();
    return first.isEmpty() ? Optional.empty() : Optional.of(part(first.get()));
  }

  private CompressedPart part(GetCompressResponse first) throws DateiLagerException {
    Blob packed = first.getContinued() ? joined(first) : Blob.owned(first.getBytes().toByteArray());
    return new CompressedPart(first.getVersion(), packed, packPath(first));
  }

  private Blob joined(GetCompressResponse first) throws DateiLagerException {
    var pieces = new Pieces("message", maxBytes);
    pieces.add(first.getBytes(), true);
    boolean continued = true;
    while (continued) {
      GetCompressResponse piece =
          read().orElseThrow(() -> new Corrupt("the stream ended in the middle of a message"));
      if (piece.hasPackPath() != first.hasPackPath()
          || !piece.getPackPath().equals(first.getPackPath())) {
        throw new Corrupt("the pieces of one message have different pack paths");
      }
      continued = piece.getContinued();
      pieces.add(piece.getBytes(), continued);
    }
    return pieces.join();
  }

  private Optional<GetCompressResponse> read() throws DateiLagerException {
    Optional<GetCompressResponse> message = call.read();
    if (message.isPresent()) {
      check(message.get());
    }
    return message;
  }

  /** The same version in every message (wire.md §2), and the one format there is. */
  private void check(GetCompressResponse message) throws Corrupt {
    if (message.getFormat() != GetCompressResponse.Format.S2_TAR) {
      throw new Corrupt("the server sent the unknown format " + message.getFormatValue());
    }
    if (message.getVersion() < 0) {
      throw new Corrupt("the server sent the version " + message.getVersion());
    }
    if (version.orElse(message.getVersion()) != message.getVersion()) {
      throw new Corrupt(
          "the server sent the versions %d and %d in one stream"
              .formatted(version.getAsLong(), message.getVersion()));
    }
    version = OptionalLong.of(message.getVersion());
  }

  private static Optional<ObjectPath> packPath(GetCompressResponse message) throws Corrupt {
    if (!message.hasPackPath()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectPath.parse(message.getPackPath()));
    } catch (InvalidArgument fault) {
      throw new Corrupt("the server sent a pack path that is none", fault);
    }
  }

  @Override
  public void close() {
    call.close();
  }
}
