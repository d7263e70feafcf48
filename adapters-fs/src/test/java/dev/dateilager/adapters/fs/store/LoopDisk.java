package dev.dateilager.adapters.fs.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file system in a file that can be mounted, broken, cut off and mounted again. Needs root. */
final class LoopDisk implements AutoCloseable {
  private final Path image;
  private final Path at;
  private boolean mounted;

  private LoopDisk(Path image, Path at) {
    this.image = image;
    this.at = at;
  }

  /** Makes one below a directory. */
  static LoopDisk make(Path dir, long bytes, String... make) throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: mounting needs root, so nothing was tested below the file system");
    Path image = Files.createTempFile(dir, "disk", ".image");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    var command = new ArrayList<>(Arrays.asList(make));
    command.add(image.toString());
    assumeTrue(succeeds(command), "NOT RUN: " + make[0] + " is not here or fails");
    return new LoopDisk(image, Files.createTempDirectory(dir, "mount"));
  }

  /** The same bytes under another mount point, from a copy made at this moment. */
  LoopDisk snapshot(Path dir) throws IOException {
    Path copy = dir.resolve("snapshot" + System.nanoTime() + ".image");
    var command = List.of("cp", "--reflink=always", image.toString(), copy.toString());
    assumeTrue(succeeds(command), "NOT RUN: files cannot be cloned at " + dir);
    return new LoopDisk(copy, Files.createTempDirectory(dir, "copy"));
  }

  /** Mounts it; without options, by the empty text. */
  Path mount(String options) throws IOException {
    String all = options.isEmpty() ? "loop" : "loop," + options;
    var command = List.of("mount", "-o", all, image.toString(), at.toString());
    assumeTrue(succeeds(command), "NOT RUN: " + String.join(" ", command) + " is refused here");
    mounted = true;
    return at;
  }

  /** Unmounts it; nothing of it may be open any more. */
  void unmount() throws IOException {
    if (mounted && !succeeds(List.of("umount", at.toString()))) {
      throw new IOException("failed to unmount " + at);
    }
    mounted = false;
  }

  /**
   * Cuts it off as a power failure does: nothing that is not on the disk gets there any more.
   *
   * @return whether that could be done
   */
  boolean cutOff() {
    return succeeds(List.of("xfs_io", "-x", "-c", "shutdown", at.toString()));
  }

  /** Lets ext4 find an error, upon which it turns read-only if mounted so. */
  void breakExt4() throws IOException {
    Path trigger = Path.of("/sys/fs/ext4", device(), "trigger_fs_error");
    assumeTrue(Files.exists(trigger), "NOT RUN: this kernel breaks no file system on demand");
    Files.writeString(trigger, "1");
  }

  /** Checks and repairs ext4. */
  void repair() throws IOException {
    succeeds(List.of("e2fsck", "-p", "-f", image.toString())); // says 1 if it repaired something
  }

  private String device() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
      String[] words = line.split(" ", -1);
      if (words[1].equals(at.toString())) {
        return words[0].substring("/dev/".length());
      }
    }
    throw new IOException(at + " is not mounted");
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.deleteIfExists(image);
  }
}
