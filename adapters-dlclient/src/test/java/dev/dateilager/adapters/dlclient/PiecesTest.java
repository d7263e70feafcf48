package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a thing that comes in pieces is held together (I21). */
final class PiecesTest {
  private static final ByteString TINY = ByteString.copyFromUtf8("x");

  private final Pieces pieces = new Pieces("pack", 1 << 20);

  private void add(ByteString piece, int times) throws DateiLagerException {
    for (int i = 0; i < times; i++) {
      pieces.add(piece, true);
    }
  }

  @Test
  void join_ofAsManyTinyPiecesAsAreFree_isTheirBytes() throws Exception {
    add(TINY, Pieces.FREE);

    assertThat(pieces.join()).isEqualTo(Blob.utf8("x".repeat(Pieces.FREE)));
  }

  @DisplayName("I21: tiny pieces cannot fill the memory long before their bytes do")
  @Test
  void add_ofATinyPieceTooMany_isCorrupt() throws Exception {
    add(TINY, Pieces.FREE + 1); // the bytes of all before make up for one

    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> pieces.add(TINY, true))
        .withMessage("the server sent 1026 bytes of a pack in 1026 pieces");
  }

  @Test
  void add_ofUsualPieces_endsOnlyAtTheLimit() throws Exception {
    ByteString usual = ByteString.copyFrom(new byte[Pieces.USUAL / 2]);
    add(usual, 2 * Pieces.FREE); // half of them free, half paid for

    assertThat(pieces.join().length()).isEqualTo(1 << 20);
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> pieces.add(TINY, false))
        .withMessageContaining("over 1048576 bytes");
  }

  @Test
  void add_ofAnEmptyPiece_isCorrupt_unlessItIsTheLast() throws Exception {
    pieces.add(ByteString.EMPTY, false);

    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> pieces.add(ByteString.EMPTY, true))
        .withMessageContaining("empty piece of a pack");
  }
}
