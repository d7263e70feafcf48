package dev.dateilager.domain.contract;

import dev.dateilager.domain.contract.InMemoryNodes.Kind;
import dev.dateilager.domain.contract.InMemoryNodes.Node;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A project's directory in memory. Safe for use by many threads. */
public final class InMemoryDirectory implements HandmadeDirectory {
  final InMemoryNodes nodes = new InMemoryNodes();
  private final TreeMap<String, Blob> state = new TreeMap<>();
  private boolean open;

  /** An empty one. */
  public InMemoryDirectory() {}

  @Override
  public synchronized WorkspaceTree open(long maxObjectBytes) throws Aborted {
    if (open) {
      throw new Aborted("another process is working on this directory");
    }
    open = true;
    return new InMemoryWorkspaceTree(this, maxObjectBytes);
  }

  synchronized void release() {
    open = false;
  }

  synchronized Optional<Blob> stateFile(String name) {
    return Optional.ofNullable(state.get(name));
  }

  synchronized void stateFile(String name, Blob bytes) {
    state.put(name, bytes);
  }

  synchronized void forgetState() {
    state.clear();
  }

  @Override
  public synchronized void write(String path, byte[] content, int permissions) {
    Node fresh = Node.fresh(Kind.FILE, permissions, Blob.copyOf(content));
    Optional<Node> old = nodes.at(path).filter(node -> node.kind() == Kind.FILE);
    nodes.put(
        path,
        old.map(
                node ->
                    new Node(
                        Kind.FILE,
                        permissions,
                        fresh.content(),
                        fresh.modTimeNanos(),
                        node.inode()))
            .orElse(fresh));
  }

  @Override
  public synchronized void rewriteUnseen(String path, String content) {
    Node old = nodes.at(path).orElseThrow();
    nodes.put(
        path,
        new Node(
            old.kind(), old.permissions(), Blob.utf8(content), old.modTimeNanos(), old.inode()));
  }

  @Override
  public synchronized void mkdir(String path) {
    nodes.mkdir(path);
  }

  @Override
  public synchronized void symlink(String path, String target) {
    nodes.put(path, Node.fresh(Kind.SYMLINK, 0777, Blob.utf8(target)));
  }

  @Override
  public synchronized void remove(String path) {
    if (path.equals(".dl")) {
      state.clear();
    } else {
      nodes.removeAll(path);
    }
  }

  @Override
  public synchronized void touch(String path) {
    nodes.put(path, nodes.at(path).orElseThrow().touched());
  }

  @Override
  public synchronized SortedMap<String, String> tree() {
    return nodes.described();
  }

  @Override
  public synchronized SortedMap<String, String> state() {
    var texts = new TreeMap<String, String>();
    state.forEach((name, bytes) -> texts.put(name, bytes.toUtf8()));
    return texts;
  }

  @Override
  public synchronized void writeState(String name, String content) {
    state.put(name, Blob.utf8(content));
  }
}
