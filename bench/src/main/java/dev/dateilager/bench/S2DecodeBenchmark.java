package dev.dateilager.bench;

import dev.dateilager.adapters.archive.s2.S2BlockDecoder;
import dev.dateilager.adapters.archive.s2.S2BlockEncoder;
import dev.dateilager.adapters.archive.s2.S2FormatException;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding of one block: S2, and Snappy of the same plain bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class S2DecodeBenchmark {
  /** A {@link SampleData} kind or the path of a file. */
  @Param({"code", "tar", "json", "binary", "random"})
  public String input = "";

  /** Plain bytes of the block. */
  @Param({"65536", "1048576"})
  public int size;

  private final SnappyJavaDecompressor snappyDecompressor = new SnappyJavaDecompressor();
  private byte[] s2 = {};
  private byte[] snappy = {};
  private byte[] decoded = {};

  /** Decoded plain bytes a second, in 10<sup>6</sup>. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Megabytes {
    private long bytes;

    /** Starts to count anew. */
    @Setup(Level.Iteration)
    public void reset() {
      bytes = 0;
    }

    /** Read by JMH at the end of an iteration. */
    public double megabytes() {
      return bytes / 1e6;
    }

    void add(int count) {
      bytes += count;
    }
  }

  /** Encodes the block in both formats. */
  @Setup
  public void encode() {
    byte[] plain = SampleData.of(input, size);
    s2 = SampleBlocks.s2(new S2BlockEncoder(), plain);
    SnappyJavaCompressor compressor = new SnappyJavaCompressor();
    byte[] room = new byte[compressor.maxCompressedLength(size)];
    snappy = Arrays.copyOf(room, compressor.compress(plain, 0, size, room, 0, room.length));
    decoded = new byte[size + 128];
  }

  @Benchmark
  public byte[] s2(Megabytes megabytes) throws S2FormatException {
    megabytes.add(S2BlockDecoder.decode(s2, 0, s2.length, decoded, 0, decoded.length));
    return decoded;
  }

  @Benchmark
  public byte[] snappy(Megabytes megabytes) {
    megabytes.add(
        snappyDecompressor.decompress(snappy, 0, snappy.length, decoded, 0, decoded.length));
    return decoded;
  }
}
