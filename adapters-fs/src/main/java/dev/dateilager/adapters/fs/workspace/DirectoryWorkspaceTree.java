package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A project's directory on disk. Its path is resolved once; from then on all is done at single
 * names of directories that are held open, where the disk can (I1, R1).
 */
public final class DirectoryWorkspaceTree implements WorkspaceTree {
  private final ProjectRoot root;
  private final int width;
  private final long maxObjectBytes;
  private final StateFiles state;
  private volatile Optional<Writing> writing = Optional.empty();

  private record Writing(TreeEditor editor, PrivateFiles files) {}

  private DirectoryWorkspaceTree(
      ProjectRoot root, StateFiles state, int width, long maxObjectBytes) {
    this.root = root;
    this.width = width;
    this.state = state;
    this.maxObjectBytes = maxObjectBytes;
  }

  /**
   * Opens the directory at {@code path}, which may still be missing.
   *
   * @param path named by the user: links on the way to it and in its place are followed, once
   * @param width cached packs of one message taken at once, at least 1
   * @param maxObjectBytes largest file that {@link #read} gives
   * @param maxSummaryBytes largest one that {@link #summary} gives
   * @throws DateiLagerException.Aborted if another process works on it
   * @throws DateiLagerException.FailedPrecondition if it is no directory, or its {@code .dl} is
   *     none
   */
  public static DirectoryWorkspaceTree open(
      Disk disk,
      Path path,
      int width,
      long maxObjectBytes,
      int maxSummaryBytes,
      FlushedWrites flushed)
      throws DateiLagerException {
    return translating(
        "open '%s'".formatted(path),
        () -> {
          ProjectRoot root = ProjectRoot.open(disk, path);
          boolean ready = false;
          try {
            StateFiles state = StateFiles.open(root, flushed, maxSummaryBytes);
            ready = true;
            return new DirectoryWorkspaceTree(root, state, width, maxObjectBytes);
          } finally {
            if (!ready) {
              root.close();
            }
          }
        });
  }

  @Override
  public long version() throws DateiLagerException {
    return translating("read the version of '%s'".formatted(root), state::version);
  }

  @Override
  public void recordVersion(long version) throws DateiLagerException {
    changing("record the version of '%s'".formatted(root), () -> state.recordVersion(version));
  }

  @Override
  public Optional<Blob> summary() throws DateiLagerException {
    return translating("read the summary of '%s'".formatted(root), state::summary);
  }

  @Override
  public void recordSummary(Blob bytes) throws DateiLagerException {
    changing("record the summary of '%s'".formatted(root), () -> state.recordSummary(bytes));
  }

  @Override
  public Applied apply(
      EntryReader entries, Optional<ObjectPath> packPath, Optional<CacheDirectory> cache)
      throws DateiLagerException {
    return translating(
        "write below '%s'".formatted(root),
        () -> {
          Writing ready = writing();
          return new MessageApplication(ready.editor(), ready.files(), cache, width)
              .apply(entries, packPath);
        });
  }

  private Writing writing() throws IOException, DateiLagerException {
    Optional<Writing> ready = writing;
    if (ready.isEmpty()) {
      synchronized (this) {
        ready = writing;
        if (ready.isEmpty()) {
          PrivateFiles files = state.ready();
          ready = Optional.of(new Writing(new TreeEditor(root.made(), files), files));
          writing = ready;
        }
      }
    }
    return ready.get();
  }

  @Override
  public void prune(List<ObjectPath> directories) throws DateiLagerException {
    changing(
        "remove empty directories below '%s'".formatted(root),
        () -> {
          for (ObjectPath directory : directories) {
            if (!directory.isClientState()) {
              writing().editor().prune(directory);
            }
          }
        });
  }

  @Override
  public List<SummaryEntry> scan(LeftOut leftOut) throws DateiLagerException {
    return translating(
        "walk '%s'".formatted(root),
        () -> {
          Optional<Dir> top = root.ifThere();
          return top.isPresent() ? new TreeWalk(leftOut).all(top.get()) : List.of();
        });
  }

  @Override
  public List<SummaryEntry> scanBelow(ObjectPath top, LeftOut leftOut) throws DateiLagerException {
    return translating(
        "walk '%s' below '%s'".formatted(top, root),
        () -> {
          Optional<Dir> above = root.ifThere();
          return above.isPresent() ? new TreeWalk(leftOut).below(above.get(), top) : List.of();
        });
  }

  @Override
  public Optional<SummaryEntry> look(ObjectPath path) throws DateiLagerException {
    return reading("look at", path, reading -> reading.look(path));
  }

  @Override
  public Optional<Content> read(ObjectPath path) throws DateiLagerException {
    return reading("read", path, reading -> reading.read(path));
  }

  @Override
  public Optional<ContentHash> hash(ObjectPath path) throws DateiLagerException {
    return reading("read", path, reading -> reading.hash(path));
  }

  /** Reads something of the tree. */
  @FunctionalInterface
  private interface Reading<T> {
    Optional<T> of(TreeReading reading) throws IOException, DateiLagerException;
  }

  private <T> Optional<T> reading(String tried, ObjectPath path, Reading<T> reading)
      throws DateiLagerException {
    return translating(
        "%s '%s' below '%s'".formatted(tried, path, root),
        () -> {
          Optional<Dir> top = root.ifThere();
          return top.isPresent()
              ? reading.of(new TreeReading(top.get(), maxObjectBytes))
              : Optional.empty();
        });
  }

  @Override
  public void forget() throws DateiLagerException {
    changing("remove the state of '%s'".formatted(root), state::forget);
  }

  @Override
  public void close() {
    state.close();
    root.close();
  }

  /** Changes something on disk. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException, DateiLagerException;
  }

  private static void changing(String tried, Change change) throws DateiLagerException {
    try {
      change.run();
    } catch (IOException failure) {
      throw FileFailures.of(tried, failure);
    }
  }
}
