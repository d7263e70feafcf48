package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.archive.s2.ReferenceBlockDecoder.BadBlock;
import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import dev.dateilager.domain.model.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A stream is decoded to the same bytes, or refused for the same reason at the same place, in one
 * piece and in any pieces (I21); what is encoded comes back.
 */
class S2StreamFuzzTest {
  private static final int MOST = 1 << 20;
  private static final int MOST_BYTES = 16 << 20; // two blocks of 4 MiB, and what is made of them

  /** The data, or why there are none; a stream may have given some before. */
  private record Outcome(Optional<Blob> data, Optional<S2FormatException> error, Blob before) {
    private static Outcome of(byte[] data) {
      return new Outcome(Optional.of(Blob.owned(data)), Optional.empty(), Blob.EMPTY);
    }

    private static Outcome of(S2FormatException error, byte[] before) {
      return new Outcome(Optional.empty(), Optional.of(error), Blob.owned(before));
    }
  }

  /** The last byte decides into which pieces the stream is parted. */
  @FuzzTest(maxDuration = "2m")
  void decompress_agreesWithItselfInPieces(byte[] stream) throws IOException {
    agree(stream, MOST);
    byte[] sealed = sealed(stream);
    Outcome outcome = agree(sealed, MOST);
    if (outcome.error().isPresent()) {
      agree(Arrays.copyOf(sealed, (int) outcome.error().get().position()), MOST);
    }
    outcome.data().ifPresent(data -> agreeOnTheLimit(data.shared()));
    comesBack(stream);
  }

  private static Outcome agree(byte[] stream, long most) {
    Outcome whole = Cost.atMost(MOST_BYTES, () -> whole(stream, most));
    Outcome parted = Cost.atMost(MOST_BYTES, () -> parted(stream, most));
    assertThat(parted.data()).isEqualTo(whole.data());
    if (whole.error().isPresent()) {
      S2FormatException expected = whole.error().get();
      S2FormatException found = parted.error().orElseThrow();
      assertThat(found).hasMessage(expected.getMessage());
      assertThat(found.problem()).isEqualTo(expected.problem());
      assertThat(found.position()).isEqualTo(expected.position()).isBetween(0L, 0L + stream.length);
      Outcome good = whole(Arrays.copyOf(stream, (int) expected.position()), most);
      assertThat(good.data()).as("all before the chunk at fault").contains(parted.before());
    }
    return whole;
  }

  private static Outcome whole(byte[] stream, long most) {
    try {
      byte[] data = S2.decompress(stream, most);
      return Outcome.of(data);
    } catch (S2FormatException bad) {
      return Outcome.of(bad, new byte[0]);
    }
  }

  private static Outcome parted(byte[] stream, long most) {
    var random = new Random(stream.length == 0 ? 0 : stream[stream.length - 1]);
    var data = new ByteArrayOutputStream();
    try (var in = new S2InputStream(new Pieces(stream, random.nextLong()), most)) {
      byte[] buffer = new byte[1 << 12];
      for (int next = in.read(); next >= 0; next = in.read()) {
        data.write(next);
        int count = in.read(buffer, 0, random.nextInt(buffer.length));
        data.write(buffer, 0, Math.max(count, 0));
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.decodedBytes()).isEqualTo(data.size());
      assertThat(in.encodedBytes()).isEqualTo(stream.length);
      return Outcome.of(data.toByteArray());
    } catch (S2FormatException bad) {
      return Outcome.of(bad, data.toByteArray());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void agreeOnTheLimit(byte[] data) {
    byte[] stream = S2.compress(data);
    assertThat(agree(stream, data.length).data()).contains(Blob.copyOf(data));
    if (data.length > 0) {
      Outcome outcome = agree(stream, data.length - 1);
      assertThat(outcome.error().orElseThrow().problem()).isEqualTo(Problem.TOO_LARGE);
    }
  }

  private static void comesBack(byte[] plain) throws IOException {
    byte[] stream = S2.compress(plain);
    assertThat(agree(stream, plain.length).data()).contains(Blob.copyOf(plain));
    var written = new ByteArrayOutputStream();
    try (var out = new S2OutputStream(written)) {
      new Pieces(plain, plain.length).transferTo(out);
    }
    assertThat(written.toByteArray()).as("in pieces").isEqualTo(stream);
  }

  /** The same chunks with right checksums, as far as their blocks can be decoded at all. */
  private static byte[] sealed(byte[] stream) {
    byte[] sealed = stream.clone();
    int at = 0;
    while (at + 8 <= sealed.length) {
      int length = (int) LittleEndian.getUnsigned(sealed, at + 1, 3);
      int end = Math.min(sealed.length, at + 4 + length);
      if (end >= at + 8 && sealed[at] <= 1 && sealed[at] >= 0) {
        byte[] body = Arrays.copyOfRange(sealed, at + 8, end);
        byte[] plain = sealed[at] == 1 ? body : decoded(body);
        LittleEndian.putInt(sealed, at + 4, Chunks.checksum(plain, 0, plain.length));
      }
      at += 4 + length;
    }
    return sealed;
  }

  private static byte[] decoded(byte[] block) {
    try {
      return new ReferenceBlockDecoder(block).decode(1 << 16);
    } catch (BadBlock _) {
      return new byte[0];
    }
  }
}
