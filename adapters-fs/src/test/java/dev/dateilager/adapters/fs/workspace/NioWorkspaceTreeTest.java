package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.domain.contract.HandmadeCache;
import dev.dateilager.domain.contract.HandmadeDirectory;
import dev.dateilager.domain.contract.WorkspaceTreeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The portable adapter holds to the contract on a real disk, too. */
class NioWorkspaceTreeTest extends WorkspaceTreeContract {
  @TempDir private Path temporary;
  private int names;

  @Override
  protected HandmadeDirectory newDirectory() {
    return new FileDirectory(portable(), temporary.resolve("d" + names++));
  }

  @Override
  protected HandmadeCache newCache() {
    return new FileCache(portable(), temporary.resolve("d" + names++));
  }

  private Disk portable() {
    return new NioDisk(temporary.getFileSystem());
  }

  @Override
  protected String kept(String linkText) {
    return temporary.getFileSystem().getPath(linkText).toString(); // Java makes no other
  }
}
