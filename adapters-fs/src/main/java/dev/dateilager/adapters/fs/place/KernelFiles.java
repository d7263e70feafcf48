package dev.dateilager.adapters.fs.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kernel tells below {@code /proc}; what cannot be read is told as unknown. */
public final class KernelFiles {
  private static final int CAP_FOWNER = 3;

  private final Path proc;

  KernelFiles(Path proc) {
    this.proc = proc;
  }

  /** Those of this process. */
  public static KernelFiles ofPlatform() {
    return new KernelFiles(Path.of("/proc"));
  }

  /** The kind of file system of a mount, such as {@code ext4}; empty if unknown. */
  public String fileSystem(long mount) {
    for (String line : lines("self/mountinfo")) {
      // 36 35 98:0 / /mnt rw,noatime master:1 - ext4 /dev/root rw
      int end = line.indexOf(" - ");
      if (end > 0 && line.startsWith(mount + " ")) {
        return line.substring(end + 3).split(" ", 2)[0];
      }
    }
    return "";
  }

  /** {@code fs.protected_hardlinks} (F12). */
  Optional<Boolean> protectedHardlinks() {
    return lines("sys/fs/protected_hardlinks").stream()
        .findFirst()
        .map(value -> !value.strip().equals("0"));
  }

  /** Whether this process holds CAP_FOWNER. */
  boolean mayLinkAnyFile() {
    for (String line : lines("self/status")) {
      if (line.startsWith("CapEff:")) {
        long capabilities = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        return (capabilities >> CAP_FOWNER & 1) == 1;
      }
    }
    return false;
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException _) {
      return List.of(); // not a Linux, or hidden from this process
    }
  }
}
