package dev.dateilager.domain.contract;

/** The double holds to the contract. */
class InMemoryWorkspaceTreeTest extends WorkspaceTreeContract {
  @Override
  protected HandmadeDirectory newDirectory() {
    return new InMemoryDirectory();
  }

  @Override
  protected HandmadeCache newCache() {
    return new InMemoryCache();
  }
}
