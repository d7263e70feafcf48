package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.NodePath;
import java.util.OptionalLong;

/** The platform's file system by Linux calls: descriptors instead of paths (R1). */
public final class LinuxDisk implements Disk {
  /** Whether this is a Linux whose calls and constants are known here. */
  public static boolean isAvailable() {
    return Abi.current().isPresent();
  }

  @Override
  public Dir open(NodePath path) throws DiskException {
    return LinuxDir.openRoot(path.value());
  }

  @Override
  public Dir top() throws DiskException {
    return LinuxDir.openRoot("/");
  }

  @Override
  public OptionalLong user() {
    return OptionalLong.of(Integer.toUnsignedLong(Libc.geteuid()));
  }
}
