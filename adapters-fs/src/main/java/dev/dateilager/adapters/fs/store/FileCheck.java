package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.staging.Scrutiny;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Compares the bytes of files with their hashes, if that is asked for. For one thread. */
final class FileCheck {
  private final Scrutiny scrutiny;
  private final BooleanSupplier stopped;
  private final Pace pace;
  private final byte[] buffer;

  /**
   * For any number of files.
   *
   * @param stopped whether to give up
   */
  FileCheck(Scrutiny scrutiny, Pace pace, BooleanSupplier stopped) {
    this.scrutiny = scrutiny;
    this.stopped = stopped;
    this.pace = pace;
    this.buffer = new byte[pace.chunk(1 << 16)];
  }

  /**
   * Compares one.
   *
   * @return what is wrong; absent if nothing is, or only looks are asked for
   * @throws DiskException if descriptors ran out, which says nothing of the file
   */
  Optional<String> compare(Dir dir, String name, byte[] sha256) throws Cancelled, DiskException {
    refuseIfStopped();
    if (!scrutiny.bytes()) {
      return Optional.empty();
    }
    MessageDigest digest = ContentHash.sha256();
    try (InputStream file = dir.read(name)) {
      for (int n = file.read(buffer); n >= 0; n = file.read(buffer)) {
        digest.update(buffer, 0, n);
        pace.read(n);
        refuseIfStopped();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (IOException failure) {
      if (failure instanceof DiskException disk && disk.reason() == Reason.FULL) {
        throw disk;
      }
      return Optional.of("cannot be read: " + failure.getMessage());
    }
    return Arrays.equals(digest.digest(), sha256)
        ? Optional.empty()
        : Optional.of("has other bytes");
  }

  private void refuseIfStopped() throws Cancelled {
    if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw cancelled();
    }
  }

  private static Cancelled cancelled() {
    return new Cancelled("comparing a pack with its manifest was interrupted", false);
  }
}
