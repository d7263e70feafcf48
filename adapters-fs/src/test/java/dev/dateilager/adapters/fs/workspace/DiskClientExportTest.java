package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.ClientExportBehaviours;
import dev.dateilager.domain.contract.HandmadeCache;
import dev.dateilager.domain.contract.HandmadeDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The behaviours on a real disk. */
class DiskClientExportTest extends ClientExportBehaviours {
  @TempDir private Path temporary;
  private int names;

  @Override
  protected HandmadeDirectory newDirectory() {
    return new FileDirectory(temporary.resolve("d" + names++));
  }

  @Override
  protected HandmadeCache newCache() {
    return new FileCache(temporary.resolve("d" + names++));
  }
}
