package dev.dateilager.bench;

import dev.dateilager.adapters.archive.s2.S2BlockDecoder;
import dev.dateilager.adapters.archive.s2.S2BlockEncoder;
import dev.dateilager.adapters.archive.s2.S2FormatException;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Prints how far and how fast S2 and Snappy take the benchmarks' blocks.
 *
 * <p>The two codecs run in turns of about a millisecond and the fastest turn of each counts, so the
 * comparison holds on a machine that has other work too, where JMH's averages do not.
 */
public final class S2Report {
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final Duration MEASUREMENT = Duration.ofMillis(1500);
  private static final int TURN_BYTES = 1 << 20;

  private final S2BlockEncoder s2Encoder = new S2BlockEncoder();
  private final SnappyJavaCompressor snappyCompressor = new SnappyJavaCompressor();
  private final SnappyJavaDecompressor snappyDecompressor = new SnappyJavaDecompressor();

  private S2Report() {}

  /** One call of one codec on one block. */
  private interface Turn {
    void run() throws S2FormatException;
  }

  /** Takes kinds of {@link SampleData} or paths of files; without any, all kinds. */
  public static void main(String[] args) throws S2FormatException {
    List<String> inputs =
        args.length > 0 ? List.of(args) : List.of("code", "tar", "json", "binary", "random");
    PrintStream out = System.out;
    out.println(
        "                        encoded bytes            decode MB/s          encode MB/s");
    out.println("input        plain       s2   snappy        s2 snappy ratio      s2 snappy ratio");
    S2Report report = new S2Report();
    for (String input : inputs) { // compiles the code for all kinds before one is measured
      report.measure(SampleData.of(input, 1 << 16), WARM_UP);
    }
    for (String input : inputs) {
      for (int size : new int[] {300, 4096, 1 << 16, 1 << 20}) {
        out.printf("%-8s %s%n", input, report.measure(SampleData.of(input, size), MEASUREMENT));
      }
    }
  }

  private String measure(byte[] plain, Duration duration) throws S2FormatException {
    int size = plain.length;
    byte[] s2 = SampleBlocks.s2(s2Encoder, plain);
    byte[] room = new byte[snappyCompressor.maxCompressedLength(size) + 32];
    byte[] snappy =
        Arrays.copyOf(room, snappyCompressor.compress(plain, 0, size, room, 0, room.length));
    byte[] decoded = new byte[size + 128];
    double[] speeds =
        fastest(
            size,
            duration,
            () -> S2BlockDecoder.decode(s2, 0, s2.length, decoded, 0, decoded.length),
            () -> snappyDecompressor.decompress(snappy, 0, snappy.length, decoded, 0, size),
            () -> s2Encoder.encode(plain, 0, size, room, 0),
            () -> snappyCompressor.compress(plain, 0, size, room, 0, room.length));
    return "%9d %8d %8d    %6.0f %6.0f %5.2f  %6.0f %6.0f %5.2f"
        .formatted(
            size,
            s2.length,
            snappy.length,
            speeds[0],
            speeds[1],
            speeds[0] / speeds[1],
            speeds[2],
            speeds[3],
            speeds[2] / speeds[3]);
  }

  /** The best speed of each kind of turn, in 10<sup>6</sup> plain bytes a second. */
  private static double[] fastest(int size, Duration duration, Turn... turns)
      throws S2FormatException {
    int repetitions = Math.max(1, TURN_BYTES / size);
    long[] least = new long[turns.length];
    Arrays.fill(least, Long.MAX_VALUE);
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos()) {
      for (int i = 0; i < turns.length; i++) {
        long before = System.nanoTime();
        for (int repetition = 0; repetition < repetitions; repetition++) {
          turns[i].run();
        }
        least[i] = Math.min(least[i], System.nanoTime() - before);
      }
    }
    return Arrays.stream(least).mapToDouble(nanos -> 1e3 * size * repetitions / nanos).toArray();
  }
}
