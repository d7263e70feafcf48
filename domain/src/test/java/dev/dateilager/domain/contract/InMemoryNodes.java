package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tree of files, links and directories in memory. Names are relative, without trailing slash.
 * Callers synchronise.
 */
final class InMemoryNodes {
  private static final AtomicLong CLOCK = new AtomicLong(1_700_000_000_000_000_000L);
  private static final AtomicLong INODES = new AtomicLong(100);

  private final NavigableMap<String, Node> nodes = new TreeMap<>();

  enum Kind {
    FILE,
    SYMLINK,
    DIRECTORY
  }

  record Node(Kind kind, int permissions, Blob content, long modTimeNanos, long inode) {
    static Node fresh(Kind kind, int permissions, Blob content) {
      return new Node(
          kind, permissions, content, CLOCK.incrementAndGet(), INODES.incrementAndGet());
    }

    Node touched() {
      return new Node(kind, permissions, content, CLOCK.incrementAndGet(), inode);
    }

    String described() {
      return switch (kind) {
        case FILE ->
            "%o %s"
                .formatted(
                    permissions,
                    content.length() > 200 ? ContentHash.of(content).hex() : content.toUtf8());
        case SYMLINK -> "-> " + content.toUtf8();
        case DIRECTORY -> "dir";
      };
    }
  }

  Optional<Node> at(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  boolean isEmptyDirectory(String name) {
    return at(name).filter(node -> node.kind() == Kind.DIRECTORY).isPresent()
        && below(name).isEmpty();
  }

  NavigableMap<String, Node> below(String name) {
    return nodes.subMap(name + "/", true, name + "0", false); // '0' follows '/'
  }

  /** Whether every parent is a directory that is there. */
  boolean parentsStand(String name) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      if (at(name.substring(0, slash)).filter(n -> n.kind() == Kind.DIRECTORY).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Puts a node, whatever stands there; parents are made. */
  void put(String name, Node node) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      String parent = name.substring(0, slash);
      if (at(parent).filter(present -> present.kind() == Kind.DIRECTORY).isEmpty()) {
        nodes.put(parent, Node.fresh(Kind.DIRECTORY, 0755, Blob.EMPTY));
      }
    }
    if (node.kind() != Kind.DIRECTORY) {
      below(name).clear();
    }
    nodes.put(name, node);
  }

  void mkdir(String name) {
    if (at(name).filter(node -> node.kind() == Kind.DIRECTORY).isEmpty()) {
      put(name, Node.fresh(Kind.DIRECTORY, 0755, Blob.EMPTY));
    }
  }

  void removeAll(String name) {
    below(name).clear();
    nodes.remove(name);
  }

  /** Everything, keys of empty directories with a slash, others left out. */
  SortedMap<String, String> described() {
    var lines = new TreeMap<String, String>();
    nodes.forEach(
        (name, node) -> {
          if (node.kind() != Kind.DIRECTORY) {
            lines.put(name, node.described());
          } else if (below(name).isEmpty()) {
            lines.put(name + "/", node.described());
          }
        });
    return lines;
  }

  Iterable<String> names() {
    return nodes.keySet();
  }
}
