package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/**
 * A project's directory that a test also changes and reads by hand, as a user would. Paths are
 * relative, with slashes; parents are made.
 */
public interface HandmadeDirectory {
  /** Opens it with the given limit on what may be read. */
  WorkspaceTree open(long maxObjectBytes) throws DateiLagerException;

  /** Opens it. */
  default WorkspaceTree open() throws DateiLagerException {
    return open(1 << 20);
  }

  /** Makes or rewrites a file; its modification time moves on. */
  void write(String path, byte[] content, int permissions);

  /** Makes or rewrites a file of mode 0755 with text. */
  default void write(String path, String content) {
    write(path, content.getBytes(StandardCharsets.UTF_8), 0755);
  }

  /** Rewrites a file with as many bytes, within the clock tick of its last change. */
  void rewriteUnseen(String path, String content);

  /** Makes a directory. */
  void mkdir(String path);

  /** Makes a link. */
  void symlink(String path, String target);

  /** Removes whatever stands at the path, with all below it. */
  void remove(String path);

  /** Moves a modification time on, and nothing else. */
  void touch(String path);

  /**
   * Everything but {@code .dl}: files as mode and text ({@code 755 a v1}, long ones as mode and
   * hash), links as {@code -> target}, empty directories (with a trailing slash) as {@code dir}.
   */
  SortedMap<String, String> tree();

  /** The names directly below {@code .dl}; none if it is missing. */
  SortedMap<String, String> state();

  /** Writes a file below {@code .dl}. */
  void writeState(String name, String content);
}
