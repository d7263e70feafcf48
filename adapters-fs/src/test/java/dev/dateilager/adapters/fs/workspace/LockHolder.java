package dev.dateilager.adapters.fs.workspace;

import java.nio.file.Path;

/** A process that opens a directory, says so and waits to be killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws Exception {
    try (var _ = new FileDirectory(Path.of(arguments[0])).open()) {
      System.out.write('h');
      System.out.flush();
      System.in.read();
    }
  }
}
