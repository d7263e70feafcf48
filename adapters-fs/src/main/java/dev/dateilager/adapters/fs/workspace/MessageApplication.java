package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.tasks.Tasks;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.WorkspaceTree.Applied;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * One message of a rebuild on its way into a tree. Cached packs that follow each other are taken
 * side by side, for one message may hold thousands; an entry that lies in, on or around one of them
 * waits. Used by one thread, once.
 */
final class MessageApplication {
  private final TreeEditor editor;
  private final PrivateFiles files;
  private final EntryPlacer placer;
  private final Optional<CacheDirectory> cache;
  private final int width;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry.CachedReference> missing = new ArrayList<>();
  private final List<Entry.CachedReference> pending = new ArrayList<>();
  private final NestedNames pendingNames = new NestedNames();
  private final TakenFiles taken = new TakenFiles();
  private long written;
  private long skipped;

  /**
   * An application to the tree of {@code editor}.
   *
   * @param width cached packs taken at once, at least 1
   */
  MessageApplication(
      TreeEditor editor, PrivateFiles files, Optional<CacheDirectory> cache, int width) {
    this.editor = editor;
    this.files = files;
    this.placer = new EntryPlacer(editor, files);
    this.cache = cache;
    this.width = width;
  }

  Applied apply(EntryReader reader, Optional<ObjectPath> packPath)
      throws IOException, DateiLagerException {
    if (packPath.isEmpty()) {
      applyEntries(reader);
    } else if (packPath.get().isClientState()) {
      while (reader.next().isPresent()) {
        skipped++;
      }
    } else {
      applyPack(reader, packPath.get());
    }
    return new Applied(
        entries,
        missing,
        taken.links(),
        taken.clones(),
        taken.copies(),
        written,
        skipped,
        taken.obstacles());
  }

  private void applyPack(EntryReader reader, ObjectPath packPath)
      throws IOException, DateiLagerException {
    PackBuild build = PackBuild.of(reader, Optional.of(packPath), files);
    try (Dir base = files.dir().open(build.name())) {
      swapIn(base, packPath);
    } finally {
      files.dir().removeTree(build.name());
    }
    entries.addAll(build.entries());
    written += build.files();
  }

  private void swapIn(Dir base, ObjectPath packPath) throws DiskException {
    Optional<Slot> found = Slot.existing(base, packPath.relative());
    if (found.isPresent()) {
      try (Slot made = found.get()) {
        if (made.look().isPresent()) {
          editor.install(made.dir(), made.name(), packPath);
          return;
        }
      }
    }
    editor.removeAll(packPath);
  }

  private void applyEntries(EntryReader reader) throws IOException, DateiLagerException {
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (entry.path().isClientState()) {
        skipped++;
        continue;
      }
      if (pendingNames.touch(entry.path().relative())) {
        takePending();
      }
      switch (entry) {
        case Entry.RegularFile file -> {
          placer.file(file, reader);
          written++;
        }
        case Entry.Directory directory -> placer.directory(directory);
        case Entry.Symlink link -> placer.symlink(link);
        case Entry.Deletion deletion -> editor.remove(deletion.path());
        case Entry.CachedReference reference -> {
          pending.add(reference);
          pendingNames.add(reference.path().relative());
        }
      }
      entries.add(entry);
    }
    takePending();
  }

  private void takePending() throws IOException, DateiLagerException {
    if (pending.isEmpty()) {
      return;
    }
    Optional<Dir> objects =
        cache.isPresent() && cache.get() instanceof DiskCacheDirectory onDisk
            ? onDisk.objects()
            : Optional.empty();
    if (objects.isPresent()) {
      try (Dir opened = objects.get()) {
        takePending(opened);
      }
    } else {
      missing.addAll(pending);
    }
    pending.clear();
    pendingNames.clear();
  }

  private void takePending(Dir objects) throws IOException, DateiLagerException {
    var cached =
        new CachedFiles(
            objects.stat().identity().device() == files.dir().stat().identity().device());
    var tasks = new ArrayList<Callable<Optional<TakenFiles>>>(pending.size());
    for (Entry.CachedReference reference : pending) {
      tasks.add(() -> take(new CachedPackTaking(objects, cached, files), reference));
    }
    List<Optional<TakenFiles>> results = run(tasks);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).isPresent()) {
        taken.add(results.get(i).get());
      } else {
        missing.add(pending.get(i));
      }
    }
  }

  private Optional<TakenFiles> take(CachedPackTaking taking, Entry.CachedReference reference)
      throws DiskException {
    Optional<String> staged = taking.take(reference);
    if (staged.isEmpty()) {
      return Optional.empty();
    }
    editor.install(files.dir(), staged.get(), reference.path());
    files.dir().removeTree(staged.get()); // a file moved onto its own inode is still there (F4)
    return Optional.of(taking.taken());
  }

  private <T> List<T> run(List<Callable<T>> tasks) throws IOException, DateiLagerException {
    try {
      return Tasks.all(tasks, width);
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case IOException known -> throw known;
        case DateiLagerException known -> throw known;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(failure);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while taking packs from the cache", false);
    }
  }
}
