package dev.dateilager.adapters.fs.store;

import java.io.IOException;

/**
 * Is told what a manifest lists, directory by directory. What it was told holds only once the
 * reading has ended well: the checksum comes last.
 */
public interface ManifestVisitor {
  /**
   * The directory that holds what follows; its parent came before it.
   *
   * @param path relative to the pack's folder, empty for that folder itself
   */
  void directory(String path) throws IOException;

  /**
   * A regular file.
   *
   * @param name in the present directory
   * @param mode exactly as the pack has it, 0–0777; the golden file's is {@link GoldenMode#of}
   * @param size its bytes
   * @param sha256 of its bytes; 32 bytes, kept by nobody
   */
  void file(String name, int mode, long size, byte[] sha256) throws IOException;

  /**
   * A symbolic link.
   *
   * @param name in the present directory
   * @param text where it points
   */
  void symlink(String name, String text) throws IOException;
}
