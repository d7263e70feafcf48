package dev.dateilager.adapters.fs.disk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes that are text, or are refused: no two different ones read as the same (I21). */
public final class Utf8 {
  private Utf8() {}

  /** The text of the bytes; absent if they are not UTF-8. */
  public static Optional<String> strict(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
