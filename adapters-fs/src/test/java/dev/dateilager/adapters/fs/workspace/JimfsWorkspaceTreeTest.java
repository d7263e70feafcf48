package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.HandmadeCache;
import dev.dateilager.domain.contract.HandmadeDirectory;
import dev.dateilager.domain.contract.WorkspaceTreeContract;

/** The adapter holds to the contract on jimfs. */
class JimfsWorkspaceTreeTest extends WorkspaceTreeContract {
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
