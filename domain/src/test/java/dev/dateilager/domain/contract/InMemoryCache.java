package dev.dateilager.domain.contract;

import dev.dateilager.domain.contract.InMemoryNodes.Kind;
import dev.dateilager.domain.contract.InMemoryNodes.Node;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.CacheFolder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** A cache's folder in memory. Every call is one step under its monitor. */
public final class InMemoryCache implements HandmadeCache {
  private final InMemoryNodes nodes = new InMemoryNodes();

  /** One that is not there yet. */
  public InMemoryCache() {}

  @Override
  public CacheFolder folder() {
    return this::begin;
  }

  @Override
  public CacheDirectory directory() {
    return new Directory();
  }

  @Override
  public synchronized SortedMap<String, String> tree() {
    return nodes.described();
  }

  @Override
  public synchronized void write(String path, String content) {
    nodes.put(path, Node.fresh(Kind.FILE, 0644, Blob.utf8(content)));
  }

  @Override
  public synchronized void remove(String path) {
    nodes.removeAll(path);
  }

  private static String folder(ContentHash pack) {
    return "objects/" + pack.hex();
  }

  private synchronized boolean holds(ContentHash pack) {
    return nodes.at(folder(pack)).isPresent();
  }

  private synchronized Set<CacheVersion> listed() {
    var versions = new LinkedHashSet<CacheVersion>();
    nodes
        .at("versions")
        .map(node -> node.content().toUtf8())
        .ifPresent(
            text ->
                text.lines()
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .forEach(line -> versions.add(new CacheVersion(Long.parseLong(line)))));
    return versions;
  }

  private synchronized CacheFolder.Download begin() throws FailedPrecondition {
    if (nodes.at(".lock").isPresent()) {
      throw new FailedPrecondition("unable to obtain cache lock file: another download runs");
    }
    write(".lock", "in memory");
    nodes.mkdir("objects");
    return new FolderDownload();
  }

  private final class FolderDownload implements CacheFolder.Download {
    @Override
    public boolean lists(CacheVersion version) {
      return listed().contains(version);
    }

    @Override
    public boolean has(ContentHash pack) {
      return holds(pack);
    }

    @Override
    public long add(ContentHash pack, EntryReader entries) throws DateiLagerException {
      synchronized (InMemoryCache.this) {
        if (holds(pack)) {
          return 0;
        }
        var unpacked = new InMemoryNodes();
        long count = 0;
        for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
          InMemoryWorkspaceTree.putPacked(unpacked, next.get(), entries);
          count++;
        }
        nodes.mkdir(folder(pack));
        for (String name : unpacked.names()) {
          nodes.put(folder(pack) + "/" + name, unpacked.at(name).orElseThrow());
        }
        return count;
      }
    }

    @Override
    public void list(CacheVersion version) {
      synchronized (InMemoryCache.this) {
        Set<CacheVersion> versions = listed();
        versions.add(version);
        var text = new StringBuilder();
        versions.forEach(line -> text.append(line).append('\n'));
        write("versions", text.toString());
      }
    }

    @Override
    public void close() {
      remove(".lock");
    }
  }

  /** The cache as a rebuild sees it. */
  final class Directory implements CacheDirectory {
    @Override
    public Set<CacheVersion> versions() {
      return listed();
    }

    @Override
    public boolean has(ContentHash pack) {
      return holds(pack);
    }

    /**
     * Copies a pack to its place.
     *
     * @return files copied; absent if the cache does not hold it
     */
    Optional<Long> copyInto(InMemoryNodes tree, Entry.CachedReference reference) {
      synchronized (InMemoryCache.this) {
        String top = reference.path().relative();
        String source = folder(reference.hash()) + "/" + top;
        Optional<Node> found = nodes.at(source);
        if (found.isEmpty()) {
          return Optional.empty();
        }
        if (tree.parentsStand(top)) {
          tree.removeAll(top);
        }
        tree.put(top, copy(found.get()));
        long files = found.get().kind() == Kind.FILE ? 1 : 0;
        for (var below : nodes.below(source).entrySet()) {
          tree.put(top + below.getKey().substring(source.length()), copy(below.getValue()));
          files += below.getValue().kind() == Kind.FILE ? 1 : 0;
        }
        return Optional.of(files);
      }
    }

    private static Node copy(Node node) {
      return Node.fresh(node.kind(), node.permissions(), node.content());
    }
  }
}
