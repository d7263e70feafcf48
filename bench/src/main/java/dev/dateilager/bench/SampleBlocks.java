package dev.dateilager.bench;

import dev.dateilager.adapters.archive.s2.S2BlockEncoder;
import java.util.Arrays;

/** Blocks as the stream format would hold them. */
final class SampleBlocks {
  private SampleBlocks() {}

  /** Encodes {@code plain}, as one literal if it cannot be compressed. */
  static byte[] s2(S2BlockEncoder encoder, byte[] plain) {
    byte[] room = new byte[S2BlockEncoder.outputRoom(plain.length)];
    int length = encoder.encode(plain, 0, plain.length, room, 0);
    if (length > 0) {
      return Arrays.copyOf(room, length);
    }
    int at = 0;
    for (int rest = plain.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        room[at++] = (byte) rest;
        break;
      }
      room[at++] = (byte) (rest | 0x80);
    }
    int n = plain.length - 1;
    room[at++] = (byte) (62 << 2);
    room[at++] = (byte) n;
    room[at++] = (byte) (n >>> 8);
    room[at++] = (byte) (n >>> 16);
    System.arraycopy(plain, 0, room, at, plain.length);
    return Arrays.copyOf(room, at + plain.length);
  }
}
