package dev.dateilager.adapters.fs;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.workspace.DirectoryWorkspaceTree;
import dev.dateilager.adapters.fs.workspace.DiskCacheDirectory;
import dev.dateilager.adapters.fs.workspace.DiskCacheFolder;
import dev.dateilager.adapters.fs.workspace.FlushedWrites;
import dev.dateilager.adapters.fs.workspace.WorkspaceProbe;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.CacheFolder;
import dev.dateilager.domain.workspace.ClientFacts;
import dev.dateilager.domain.workspace.ClientFacts.CacheFacts;
import dev.dateilager.domain.workspace.ClientFacts.DirectoryFacts;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The client's directories on real file systems: projects, and the caches that feed them.
 *
 * <p>On Linux all of it works at single names of directories held open, so that nobody who changes
 * links and directories meanwhile leads it anywhere else (I1). On other {@code java.nio.file} file
 * systems, which must have unix attributes, it works by paths: right only while nobody else does
 * (threats.md §7); nor is what it records sure to survive a power cut there, nor are link texts
 * kept that are no paths in normal form.
 */
public final class WorkspaceFiles {
  private final int workers;
  private final long maxObjectBytes;
  private final int maxSummaryBytes;

  /**
   * Files handled with these settings.
   *
   * @param workers cached packs of one message taken at once; less than 1 counts as 1
   * @param maxObjectBytes largest file that an update may send
   * @param maxSummaryBytes largest {@code .dl/sum.s2} to read
   */
  public WorkspaceFiles(int workers, long maxObjectBytes, int maxSummaryBytes) {
    this.workers = Math.max(1, workers);
    this.maxObjectBytes = maxObjectBytes;
    this.maxSummaryBytes = maxSummaryBytes;
  }

  /**
   * Opens a project's directory, which may still be missing; the caller closes it.
   *
   * @param root empty means the working directory (client.md oddity 22)
   * @throws DateiLagerException.Aborted if another process works on it
   * @throws DateiLagerException.FailedPrecondition if it is no directory, or its {@code .dl} is
   *     none
   */
  public WorkspaceTree open(Path root) throws DateiLagerException {
    return DirectoryWorkspaceTree.open(
        Disk.of(root.getFileSystem()),
        root,
        workers,
        maxObjectBytes,
        maxSummaryBytes,
        FlushedWrites.WHOLE_FILE_SYSTEM);
  }

  /**
   * A cache from which rebuilds take packs.
   *
   * @param setting as the user gave it
   * @return absent for an empty setting (client.md oddity 8)
   */
  public Optional<CacheDirectory> cacheDirectory(String setting) {
    return setting.isEmpty()
        ? Optional.empty()
        : Optional.of(new DiskCacheDirectory(Path.of(setting)));
  }

  /** The folder that {@code getcache} fills, which may still be missing. */
  public CacheFolder cacheFolder(Path root) {
    return new DiskCacheFolder(root, FlushedWrites.WHOLE_FILE_SYSTEM);
  }

  /** Tries out what the file system of a directory can do; see {@link ClientFacts}. */
  public static DirectoryFacts tryDirectory(Path directory) {
    return new WorkspaceProbe(directory).directory();
  }

  /** Tries out how files get from a cache to a directory; see {@link ClientFacts}. */
  public static CacheFacts tryCache(Path directory, Path cache) {
    return new WorkspaceProbe(directory).cache(cache);
  }
}
