package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CatalogStore;

class InMemoryCatalogBehavioursTest extends CatalogBehaviours {
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
