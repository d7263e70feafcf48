package dev.dateilager.adapters.archive.s2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Kinds of plain data, each from a seed. */
enum Plain {
  ZEROS {
    @Override
    void fill(byte[] data, Random random) {}
  },
  /** Cannot be compressed. */
  RANDOM {
    @Override
    void fill(byte[] data, Random random) {
      random.nextBytes(data);
    }
  },
  /** Words of a few letters. */
  WORDS {
    @Override
    void fill(byte[] data, Random random) {
      byte[][] words = new byte[200][];
      for (int i = 0; i < words.length; i++) {
        words[i] =
            Integer.toString(random.nextInt(1 << 30), 36)
                .substring(random.nextInt(4))
                .getBytes(US_ASCII);
      }
      int at = 0;
      while (at < data.length) {
        byte[] word = words[(int) (words.length * random.nextDouble() * random.nextDouble())];
        int count = Math.min(word.length, data.length - at);
        System.arraycopy(word, 0, data, at, count);
        at += count;
        if (at < data.length) {
          data[at++] = ' ';
        }
      }
    }
  },
  /** Two values only, so matches of all short lengths. */
  BITS {
    @Override
    void fill(byte[] data, Random random) {
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) random.nextInt(2);
      }
    }
  },
  /** Runs of short periods, random stretches, and pieces from near and far before. */
  MIXED {
    @Override
    void fill(byte[] data, Random random) {
      int at = 0;
      while (at < data.length) {
        int length = Math.min(data.length - at, 1 + random.nextInt(1 << random.nextInt(14)));
        int choice = random.nextInt(4);
        if (choice == 0 || at == 0) {
          byte[] fresh = new byte[length];
          random.nextBytes(fresh);
          System.arraycopy(fresh, 0, data, at, length);
        } else {
          int offset = 1 + random.nextInt(choice == 1 ? Math.min(at, 20) : at);
          for (int i = at; i < at + length; i++) {
            data[i] = data[i - offset];
          }
        }
        at += length;
      }
    }
  };

  abstract void fill(byte[] data, Random random);

  byte[] bytes(int length, long seed) {
    byte[] data = new byte[length];
    fill(data, new Random(seed));
    return data;
  }

  /** The lengths at which something changes in the encoder or the formats, and their neighbours. */
  static int[] lengths() {
    int[] edges = {
      0, 1, 2, 3, 4, 7, 8, 11, 12, 13, 15, 16, 17, 31, 32, 33, 44, 45, 59, 60, 61, 62, 63, 64, 65,
      100, 255, 256, 257, 258, 300, 511, 512, 1000, 4095, 4096, 4097, 16383, 16384, 32767, 32768,
      65535, 65536, 65537, 65540, 70000
    };
    return edges;
  }

  static String sha256(byte[] data, int from, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data, from, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static String sha256(byte[] data) {
    return sha256(data, 0, data.length);
  }

  /** The block of {@code plain}, or no bytes if it would not save enough. */
  static byte[] block(S2BlockEncoder encoder, byte[] plain) {
    byte[] room = new byte[S2BlockEncoder.outputRoom(plain.length)];
    return Arrays.copyOf(room, encoder.encode(plain, 0, plain.length, room, 0));
  }
}
