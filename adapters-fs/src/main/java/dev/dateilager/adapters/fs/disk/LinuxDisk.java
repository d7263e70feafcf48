package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;
import java.util.OptionalLong;

/** The platform's file system by Linux calls: descriptors instead of paths (R1). */
public final class LinuxDisk implements Disk {
  /** Whether this is a Linux whose calls and structs are known here, and are as they should be. */
  public static boolean isAvailable() {
    return trouble().isEmpty();
  }

  /** Why the calls cannot be used; absent if they can. Found out once a process. */
  public static Optional<String> trouble() {
    return Checked.TROUBLE;
  }

  private static final class Checked {
    private static final Optional<String> TROUBLE =
        Abi.current().isEmpty()
            ? Optional.of(
                "the calls of %s on %s are not known here"
                    .formatted(System.getProperty("os.name"), System.getProperty("os.arch")))
            : LinuxSelfCheck.trouble();
  }

  @Override
  public Dir open(NodePath path) throws DiskException {
    return LinuxDir.openRoot(path.value(), false);
  }

  @Override
  public Dir openWithMounts(NodePath path) throws DiskException {
    return LinuxDir.openRoot(path.value(), true);
  }

  @Override
  public Dir top() throws DiskException {
    return LinuxDir.openRoot("/", true);
  }

  @Override
  public OptionalLong user() {
    return OptionalLong.of(Integer.toUnsignedLong(Libc.geteuid()));
  }
}
