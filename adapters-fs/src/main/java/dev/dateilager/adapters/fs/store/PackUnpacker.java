package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Descent;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.GoldenSize;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks one pack into an empty directory of the daemon's own. Only files, directories and links
 * come to be, none of them below a link or file (I4); every file gets its golden mode before anyone
 * can reach it (I6). For one thread.
 */
final class PackUnpacker implements AutoCloseable {
  private final Descent descent;
  private final boolean durable;
  private final PackTree tree = new PackTree();
  private final byte[] buffer = new byte[1 << 16];
  private long entries;

  /**
   * An unpacker into {@code target}, which stays the caller's.
   *
   * @param durable whether each file is synced by itself
   */
  PackUnpacker(Dir target, boolean durable) {
    this.descent = new Descent(target, GoldenMode.DIRECTORY);
    this.durable = durable;
  }

  /** Unpacks everything; how many entries there were. */
  long unpack(EntryReader reader) throws DateiLagerException, DiskException {
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (entry.path().isClientState()) {
        throw new Corrupt("pack names '%s', which belongs to clients".formatted(entry.path()));
      }
      switch (entry) {
        case Entry.RegularFile file -> write(file, reader);
        case Entry.Symlink link -> link(link);
        case Entry.Directory directory -> makeDirectory(directory.path());
        case Entry.Deletion _, Entry.CachedReference _ ->
            throw new Corrupt(
                "pack has '%s' as a deleted or cached entry".formatted(entry.path())); // I5
      }
      entries++;
    }
    return entries;
  }

  private void write(Entry.RegularFile file, EntryReader reader)
      throws DateiLagerException, DiskException {
    List<String> path = file.path().components();
    String name = path.getLast();
    PackTree.Directory parent = tree.directory(path.subList(0, path.size() - 1));
    Dir dir = descent.to(path.subList(0, path.size() - 1));
    clear(parent, name, dir, file.path());
    MessageDigest digest = ContentHash.sha256();
    long size = 0;
    try (NewFile target = dir.create(name)) {
      for (int n = reader.read(buffer, 0, buffer.length);
          n >= 0;
          n = reader.read(buffer, 0, buffer.length)) {
        target.write(buffer, 0, n);
        digest.update(buffer, 0, n);
        size += n;
      }
      if (size != file.size()) {
        throw new Corrupt(
            "body of '%s' has %d bytes, its entry says %d"
                .formatted(file.path(), size, file.size()));
      }
      target.finish(GoldenMode.of(file.permissions()), durable);
    }
    parent.children().put(name, new PackTree.File(file.permissions(), size, digest.digest()));
  }

  private void link(Entry.Symlink link) throws Corrupt, DiskException {
    List<String> path = link.path().components();
    PackTree.Directory parent = tree.directory(path.subList(0, path.size() - 1));
    Dir dir = descent.to(path.subList(0, path.size() - 1));
    clear(parent, path.getLast(), dir, link.path());
    dir.symlink(link.target(), path.getLast());
    parent.children().put(path.getLast(), new PackTree.Symlink(link.target()));
  }

  private void makeDirectory(ObjectPath directory) throws Corrupt, DiskException {
    List<String> path = directory.components();
    PackTree.Directory parent = tree.directory(path.subList(0, path.size() - 1));
    Dir dir = descent.to(path.subList(0, path.size() - 1));
    Optional<PackTree.Node> before = PackTree.at(parent, path.getLast());
    if (before.isPresent() && !(before.get() instanceof PackTree.Directory)) {
      clear(parent, path.getLast(), dir, directory);
    }
    tree.directory(path);
    descent.to(path);
  }

  /** The later of two entries of one name replaces the earlier (R8), but never a whole subtree. */
  private void clear(PackTree.Directory parent, String name, Dir dir, ObjectPath path)
      throws Corrupt, DiskException {
    switch (PackTree.at(parent, name).orElse(null)) {
      case null -> {}
      case PackTree.File _, PackTree.Symlink _ -> dir.unlink(name);
      case PackTree.Directory(var children) -> {
        if (!children.isEmpty()) {
          throw new Corrupt("pack has '%s' both as a directory and as another".formatted(path));
        }
        dir.removeDir(name);
      }
    }
    parent.children().remove(name);
  }

  /** Writes the manifest of what was unpacked. */
  GoldenSize writeManifest(NewFile file, ContentHash pack) throws IOException {
    return Manifest.write(file, pack, tree);
  }

  /** Syncs every directory, deepest last is no matter: the file system orders them. */
  void syncDirectories() throws IOException {
    var directories = new ArrayList<String>();
    tree.tell(
        new ManifestVisitor() {
          @Override
          public void directory(String path) {
            directories.add(path);
          }

          @Override
          public void file(String name, int mode, long size, byte[] sha256) {}

          @Override
          public void symlink(String name, String text) {}
        });
    for (String directory : directories.reversed()) {
      descent.to(directory.isEmpty() ? List.of() : List.of(directory.split("/"))).sync();
    }
  }

  @Override
  public void close() {
    descent.close();
  }
}
