package dev.dateilager.adapters.fs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** How a process calls itself in a lock's file, for people to read; nothing is decided by it. */
final class Holder {
  private Holder() {}

  static String thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    String since = self.info().startInstant().map(Instant::toString).orElse("unknown");
    return "process %d since %s, boot %s".formatted(self.pid(), since, bootId());
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException _) {
      return "unknown"; // not a Linux, or a sandbox without it
    }
  }
}
