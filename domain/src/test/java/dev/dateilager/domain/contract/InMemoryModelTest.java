package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CatalogStore;

class InMemoryModelTest extends ModelBehaviours {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  @Override
  protected CatalogStore store() {
    return store;
  }

  @Override
  protected CatalogSeeds seeds() {
    return store;
  }
}
