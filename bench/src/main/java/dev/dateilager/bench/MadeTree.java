package dev.dateilager.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A directory shaped like {@code node_modules}: packages of 40 files, eight in a directory, of
 * source code; sizes log-normal, the median at 3 KB, the mean near 8 KB.
 */
final class MadeTree {
  private static final int FILES_PER_PACKAGE = 40;
  private static final int FILES_PER_DIRECTORY = 8;
  private static final double MEDIAN = 3000;
  private static final double SPREAD = 1.4;
  private static final int LARGEST = 1 << 20;

  private final byte[] code = SampleData.of("code", 4 * LARGEST);
  private final Path root;
  private final int files;
  private final Random random;

  /** One at {@code root}, whose contents no other seed makes. */
  MadeTree(Path root, int files, int seed) {
    this.root = root;
    this.files = files;
    this.random = new Random(seed);
  }

  /**
   * Writes all files.
   *
   * @return their bytes
   */
  long write() throws IOException {
    long bytes = 0;
    for (int file = 0; file < files; file++) {
      double size = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
      bytes += write(root, file, (int) Math.clamp(size, 64, LARGEST));
    }
    return bytes;
  }

  /**
   * Gives {@code count} files, spread evenly, other contents, alike below each of {@code copies}.
   *
   * @return their bytes in one of them
   */
  long change(int count, Path... copies) throws IOException {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int file = (int) ((long) i * files / count);
      long seed = random.nextLong();
      for (Path copy : copies) {
        random.setSeed(seed);
        bytes += write(copy, file, 64 + random.nextInt(8000));
      }
    }
    return bytes / copies.length;
  }

  private int write(Path below, int file, int size) throws IOException {
    Path path =
        below.resolve(
            "node_modules/package-%04d/lib/part-%d/file-%d.js"
                .formatted(
                    file / FILES_PER_PACKAGE,
                    file % FILES_PER_PACKAGE / FILES_PER_DIRECTORY,
                    file % FILES_PER_DIRECTORY));
    var content = new byte[size];
    byte[] head = "// %x\n".formatted(random.nextLong()).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(head, 0, content, 0, head.length);
    System.arraycopy(
        code, random.nextInt(code.length - size), content, head.length, size - head.length);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
    return size;
  }
}
