package dev.dateilager.adapters.dlclient;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces in which a server sends one thing, held together until it is whole (I21): bounded in
 * bytes and in number, as an object for each of many tiny ones would fill the memory long before
 * their bytes do, and a server that dribbles them would never come to an end.
 */
final class Pieces {
  /** So many may be of any size but none; beyond, they have {@link #USUAL} bytes on average. */
  static final int FREE = 1024;

  static final int USUAL = 1024;

  private final String whole;
  private final int maxBytes;
  private final List<ByteString> pieces = new ArrayList<>();
  private long total;

  /**
   * None yet.
   *
   * @param whole what they make up, for failures: "pack"
   * @param maxBytes of all of them together
   */
  Pieces(String whole, int maxBytes) {
    this.whole = whole;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the next piece.
   *
   * @param continued whether another follows
   * @throws ResourceExhausted if they are too long together
   * @throws Corrupt if the server makes no headway
   */
  void add(ByteString piece, boolean continued) throws Corrupt, ResourceExhausted {
    pieces.add(piece);
    total += piece.size();
    if (total > maxBytes) {
      throw new ResourceExhausted(
          "the pieces of one %s have over %d bytes together".formatted(whole, maxBytes));
    }
    if (continued && piece.isEmpty()) {
      throw new Corrupt("the server sent an empty piece of a %s that goes on".formatted(whole));
    }
    if (pieces.size() > FREE + total / USUAL) {
      throw new Corrupt(
          "the server sent %d bytes of a %s in %d pieces".formatted(total, whole, pieces.size()));
    }
  }

  /** All of them, in order. */
  Blob join() {
    var all = new byte[(int) total];
    int at = 0;
    for (ByteString piece : pieces) {
      piece.copyTo(all, at);
      at += piece.size();
    }
    return Blob.owned(all);
  }
}
