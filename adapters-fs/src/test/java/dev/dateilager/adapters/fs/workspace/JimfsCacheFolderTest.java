package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.CacheFolderContract;
import dev.dateilager.domain.contract.HandmadeCache;

/** The adapter holds to the contract on jimfs. */
class JimfsCacheFolderTest extends CacheFolderContract {
  private final MemoryDisk disk = new MemoryDisk();

  @Override
  protected HandmadeCache newCache() {
    return new FileCache(disk.fresh());
  }
}
