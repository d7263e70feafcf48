package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;

/** One change that an update sends (client.md §3). */
public sealed interface ObjectChange {
  /** The object's path; a directory's ends in a slash. */
  ObjectPath path();

  /**
   * The object is to be this.
   *
   * @param path its place
   * @param mode its Go mode
   * @param content file bytes, link text, or nothing for a directory
   */
  record Put(ObjectPath path, FileMode mode, Blob content) implements ObjectChange {}

  /**
   * The object is to be gone.
   *
   * @param path exactly this path
   */
  record Delete(ObjectPath path) implements ObjectChange {}
}
