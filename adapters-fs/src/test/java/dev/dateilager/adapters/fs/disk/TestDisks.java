package dev.dateilager.adapters.fs.disk;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;

/** File systems to test on. */
public final class TestDisks {
  private TestDisks() {}

  /** A Unix file system in memory, with modes and inode numbers. */
  public static FileSystem inMemory() throws IOException {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .setWorkingDirectory("/")
            .build());
  }
}
