package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.ClientCombinedBehaviours;
import dev.dateilager.domain.contract.HandmadeCache;
import dev.dateilager.domain.contract.HandmadeDirectory;

/** The behaviours on jimfs. */
class JimfsClientCombinedTest extends ClientCombinedBehaviours {
  private final MemoryDisk disk = new MemoryDisk();

  @Override
  protected HandmadeDirectory newDirectory() {
    return new FileDirectory(disk.fresh());
  }

  @Override
  protected HandmadeCache newCache() {
    return new FileCache(disk.fresh());
  }

  @Override
  protected String kept(String linkText) {
    return disk.fresh().getFileSystem().getPath(linkText).toString(); // Java makes no other
  }
}
