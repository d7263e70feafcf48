package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.GoldenMode;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fresh inodes for golden files that have all the names their inode can have (F10, I8): the bytes
 * are copied beside, checked, made durable, and renamed over the golden name. The old inode is
 * never touched (I7) and lives on where it was placed. Either inode is whole, so neither a crash
 * nor a power cut at any point leaves anything else at the golden name.
 *
 * <p>{@code making} is held while a replica is made, so that threads which meet one limit together
 * make one replica.
 */
final class Replicas {
  private static final int BUFFER = 1 << 16;

  private final StepListener steps;
  private final ReentrantLock making = new ReentrantLock();

  Replicas(StepListener steps) {
    this.steps = steps;
  }

  /**
   * Lets a golden name stand for an inode other than {@code full}.
   *
   * @return false if the store does not let its names be replaced
   * @throws DamagedPack if the bytes are not those of the manifest; the name stays as it was
   */
  boolean renew(
      Dir tmp, Dir golden, ContentHash pack, PlannedDirectory.File file, Stat.Identity full)
      throws DiskException, DamagedPack {
    making.lock();
    try {
      Optional<Stat> now = golden.look(file.name());
      if (now.filter(stat -> stat.identity().equals(full)).isPresent()) {
        return replace(tmp, golden, pack, file);
      }
      return true; // another thread has just done it
    } finally {
      making.unlock();
    }
  }

  private boolean replace(Dir tmp, Dir golden, ContentHash pack, PlannedDirectory.File file)
      throws DiskException, DamagedPack {
    String fresh = UUID.randomUUID().toString();
    boolean renamed = false;
    try {
      copy(tmp, fresh, golden, pack, file);
      steps.reached(Step.REPLICA_WRITTEN);
      tmp.rename(fresh, golden, file.name());
      renamed = true;
      steps.reached(Step.REPLICA_IN_PLACE);
      return true;
    } catch (DiskException failure) {
      if (failure.reason() == Reason.NOT_PERMITTED) {
        return false; // an immutable directory: its files can be linked, but not replaced (F11)
      }
      throw failure;
    } finally {
      if (!renamed) {
        tmp.removeTree(fresh);
      }
    }
  }

  private static void copy(
      Dir tmp, String fresh, Dir golden, ContentHash pack, PlannedDirectory.File file)
      throws DiskException, DamagedPack {
    MessageDigest digest = ContentHash.sha256();
    try (InputStream source = golden.read(file.name());
        NewFile target = tmp.create(fresh)) {
      var buffer = new byte[BUFFER];
      for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
        target.write(buffer, 0, n);
        digest.update(buffer, 0, n);
      }
      if (!Arrays.equals(digest.digest(), file.sha256())) {
        throw new DamagedPack(
            pack,
            "golden file '%s/%s' has other bytes than its manifest says"
                .formatted(golden, file.name()));
      }
      target.finish(GoldenMode.of(file.mode()), true);
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) {
      throw new DiskException(
          "copy", file.name(), Reason.OTHER, String.valueOf(failure.getMessage()));
    }
  }
}
