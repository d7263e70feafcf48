package dev.dateilager.domain.contract;

import java.nio.charset.StandardCharsets;

/** The text that a fuzzer's bytes stand for. */
public final class FuzzText {
  private FuzzText() {}

  /**
   * UTF-8, malformed parts replaced, unless the bytes begin with FE FF: then each two that follow
   * are one UTF-16 unit, whatever stands beside it, for a Java string may hold half a character.
   */
  public static String of(byte[] input) {
    if (input.length < 2 || input[0] != (byte) 0xfe || input[1] != (byte) 0xff) {
      return new String(input, StandardCharsets.UTF_8);
    }
    var text = new StringBuilder();
    for (int i = 2; i + 1 < input.length; i += 2) {
      text.append((char) ((input[i] & 0xff) << 8 | input[i + 1] & 0xff));
    }
    return text.toString();
  }
}
