package dev.dateilager.adapters.fs.workspace;

import static dev.dateilager.adapters.fs.workspace.FileFailures.translating;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A project's directory on a file system of {@code java.nio.file}. */
public final class DirectoryWorkspaceTree implements WorkspaceTree {
  private final Path root;
  private final int width;
  private final StateFiles state;
  private final TreeReading reading;
  private volatile Optional<Writing> writing = Optional.empty();

  private record Writing(TreeEditor editor, PrivateFiles files) {}

  private DirectoryWorkspaceTree(Path root, StateFiles state, int width, long maxObjectBytes) {
    this.root = root;
    this.width = width;
    this.state = state;
    this.reading = new TreeReading(root, maxObjectBytes);
  }

  /**
   * Opens the directory at {@code root}, which may still be missing.
   *
   * @param root named by the user: links on the way to it and in its place are followed, once
   * @param width cached packs of one message taken at once, at least 1
   * @param maxObjectBytes largest file that {@link #read} gives
   * @throws DateiLagerException.Aborted if another process works on it
   * @throws FailedPrecondition if it is no directory, or its {@code .dl} is none
   */
  public static DirectoryWorkspaceTree open(
      Path root, int width, long maxObjectBytes, FlushedWrites flushed) throws DateiLagerException {
    return translating(
        "open '%s'".formatted(root),
        () -> {
          Path real = resolve(root);
          return new DirectoryWorkspaceTree(
              real, StateFiles.open(real, flushed), width, maxObjectBytes);
        });
  }

  private static Path resolve(Path root) throws IOException, FailedPrecondition {
    Path absolute = root.toAbsolutePath();
    if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      return absolute;
    }
    if (!Files.isDirectory(absolute)) {
      throw new FailedPrecondition("'%s' is no directory".formatted(root));
    }
    return absolute.toRealPath();
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
          ready = Optional.of(new Writing(new TreeEditor(root, files), files));
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
    return translating("walk '%s'".formatted(root), () -> new TreeWalk(root, leftOut).all());
  }

  @Override
  public List<SummaryEntry> scanBelow(ObjectPath top, LeftOut leftOut) throws DateiLagerException {
    return translating(
        "walk '%s' below '%s'".formatted(top, root),
        () ->
            reading.parentsAreDirectories(top)
                ? new TreeWalk(root, leftOut).below(top)
                : List.of());
  }

  @Override
  public Optional<SummaryEntry> look(ObjectPath path) throws DateiLagerException {
    return translating("look at '%s' below '%s'".formatted(path, root), () -> reading.look(path));
  }

  @Override
  public Optional<Content> read(ObjectPath path) throws DateiLagerException {
    return translating("read '%s' below '%s'".formatted(path, root), () -> reading.read(path));
  }

  @Override
  public Optional<ContentHash> hash(ObjectPath path) throws DateiLagerException {
    return translating("read '%s' below '%s'".formatted(path, root), () -> reading.hash(path));
  }

  @Override
  public void close() {
    state.close();
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
