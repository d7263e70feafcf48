package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.TreePlacer;
import java.util.SortedMap;

final class InMemoryTreePlacerTest extends TreePlacerContract {
  private final InMemoryGoldenStore.Memory memory = new InMemoryGoldenStore.Memory();
  private InMemoryGoldenStore store;
  private InMemoryTreePlacer placer;

  InMemoryTreePlacerTest() throws Exception {
    store = new InMemoryGoldenStore(memory);
    placer = new InMemoryTreePlacer(store);
  }

  @Override
  protected GoldenStore store() {
    return store;
  }

  @Override
  protected TreePlacer placer() {
    return placer;
  }

  @Override
  protected void restart() throws Exception {
    store.close();
    store = new InMemoryGoldenStore(memory);
    placer = placer.with(store);
  }

  @Override
  protected NodePath path(String relative) {
    return new NodePath("/node/" + relative);
  }

  @Override
  protected SortedMap<String, String> tree(NodePath path) {
    return placer.tree(path);
  }

  @Override
  protected String at(NodePath path) {
    return placer.at(path);
  }

  @Override
  protected void putFile(NodePath path, String content) {
    placer.put(path, TreeText.file(0644, content));
  }

  @Override
  protected void putDirectory(NodePath path) {
    placer.put(path, TreeText.directory(0755));
  }

  @Override
  protected void putSymlink(NodePath path, String text) {
    placer.put(path, TreeText.symlink(text));
  }

  @Override
  protected void move(NodePath from, NodePath to) {
    placer.move(from, to);
  }

  @Override
  protected void emptyTrash() {}

  @Override
  protected void damage(ContentHash pack, String path) {
    store.damage(pack, path);
  }

  @Override
  protected boolean isShared(NodePath file, ContentHash pack, String path) {
    return placer.isShared(file);
  }
}
