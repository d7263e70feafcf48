package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenStore;
import java.util.SortedMap;

final class InMemoryGoldenStoreTest extends GoldenUpkeepContract {
  private final InMemoryGoldenStore.Memory memory = new InMemoryGoldenStore.Memory();
  private InMemoryGoldenStore latest;

  InMemoryGoldenStoreTest() throws Exception {
    latest = new InMemoryGoldenStore(memory);
    latest.close();
  }

  @Override
  protected GoldenStore open() throws Exception {
    latest = new InMemoryGoldenStore(memory);
    return latest;
  }

  @Override
  protected SortedMap<String, String> stored(ContentHash pack) {
    return InMemoryTreePlacer.tree(latest.items(pack));
  }

  @Override
  protected void makeGoLock() {
    memory.makeGoLock();
  }

  @Override
  protected void flip(ContentHash pack, String path) {
    latest.flip(pack, path);
  }

  @Override
  protected void damage(ContentHash pack, String path) {
    latest.damage(pack, path);
  }

  @Override
  protected void lose(ContentHash pack, String path) {
    latest.lose(pack, path);
  }

  @Override
  protected void addStray(ContentHash pack, String path) {
    latest.addStray(pack, path);
  }
}
