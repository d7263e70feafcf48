package dev.dateilager.adapters.fs.workspace;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A jimfs with the attributes of Unix. */
final class MemoryDisk {
  private final FileSystem fileSystem =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .build());
  private final AtomicInteger names = new AtomicInteger();

  Path fresh() {
    return fileSystem.getPath("/work", "d" + names.incrementAndGet());
  }
}
