package dev.dateilager.domain.contract;

/** The double holds to the contract. */
class InMemoryCacheTest extends CacheFolderContract {
  @Override
  protected HandmadeCache newCache() {
    return new InMemoryCache();
  }
}
