package dev.dateilager.bench;

import dev.dateilager.adapters.archive.s2.S2BlockEncoder;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding of one block: S2, and Snappy of the same plain bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class S2EncodeBenchmark {
  /** A {@link SampleData} kind or the path of a file. */
  @Param({"code", "tar", "json", "binary", "random"})
  public String input = "";

  /** Plain bytes of the block. */
  @Param({"65536", "1048576"})
  public int size;

  private final S2BlockEncoder s2Encoder = new S2BlockEncoder();
  private final SnappyJavaCompressor snappyCompressor = new SnappyJavaCompressor();
  private byte[] plain = {};
  private byte[] encoded = {};

  /** Makes the block and room for its encoded forms. */
  @Setup
  public void generate() {
    plain = SampleData.of(input, size);
    encoded =
        new byte
            [Math.max(S2BlockEncoder.outputRoom(size), snappyCompressor.maxCompressedLength(size))];
  }

  @Benchmark
  public int s2(S2DecodeBenchmark.Megabytes megabytes) {
    megabytes.add(size);
    return s2Encoder.encode(plain, 0, size, encoded, 0);
  }

  @Benchmark
  public int snappy(S2DecodeBenchmark.Megabytes megabytes) {
    megabytes.add(size);
    return snappyCompressor.compress(plain, 0, size, encoded, 0, encoded.length);
  }
}
