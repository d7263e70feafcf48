package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Mounts for a test, taken away again after it. Needs root; without it the test says so. */
public final class Mounts implements AutoCloseable {
  private final List<Path> mounted = new ArrayList<>();

  /** No mount yet; skips the test without root. */
  public Mounts() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: mounting needs root, so limits of real file systems were not tested");
  }

  /** Mounts something at a directory, which is made. */
  public Path mount(Path at, String... arguments) throws IOException {
    Files.createDirectories(at);
    var command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(at.toString());
    assumeTrue(run(command) == 0, "NOT RUN: " + String.join(" ", command) + " is refused here");
    mounted.add(at);
    return at;
  }

  /** Forbids writing to what is mounted. */
  public void makeReadOnly(Path at) throws IOException {
    assertThat(run(List.of("mount", "-o", "remount,ro", at.toString()))).isZero();
  }

  /** Changes the options of what is mounted. */
  public void remount(Path at, String options) throws IOException {
    assertThat(run(List.of("mount", "-o", "remount," + options, at.toString()))).isZero();
  }

  /** Mounts a fresh file system in a file. */
  public Path image(Path at, long bytes, String... make) throws IOException {
    Path image = Files.createTempFile("image", ".fs");
    try {
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      var command = new ArrayList<>(Arrays.asList(make));
      command.add(image.toString());
      assumeTrue(
          Files.isExecutable(Path.of("/usr/sbin", make[0]))
              || Files.isExecutable(Path.of("/sbin", make[0])),
          "NOT RUN: there is no " + make[0] + " here");
      assumeTrue(run(command) == 0, "NOT RUN: " + make[0] + " fails here");
      return mount(at, "-o", "loop", image.toString());
    } finally {
      Files.delete(image); // a mounted one lives on until it is unmounted
    }
  }

  /** Runs a command; whether it succeeded. */
  boolean run(String... command) throws IOException {
    return run(List.of(command)) == 0;
  }

  private static int run(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join()
        .exitValue();
  }

  /** Unmounts what was mounted at a path whose directories were moved below {@code under} since. */
  void unmountMoved(Path at, Path under) throws IOException {
    String name = "/" + at.getFileName();
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      String point = line.split(" ", -1)[4];
      if (point.startsWith(under.toString()) && point.endsWith(name)) {
        assertThat(run(List.of("umount", point))).isZero();
        mounted.remove(at);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Path at : mounted.reversed()) {
      if (run(List.of("umount", at.toString())) != 0) {
        throw new IOException("failed to unmount " + at);
      }
    }
  }
}
