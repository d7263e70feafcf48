package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.CacheFolderContract;
import dev.dateilager.domain.contract.HandmadeCache;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The adapter holds to the contract on a real disk. */
class DiskCacheFolderTest extends CacheFolderContract {
  @TempDir private Path temporary;
  private int names;

  @Override
  protected HandmadeCache newCache() {
    return new FileCache(temporary.resolve("d" + names++));
  }
}
