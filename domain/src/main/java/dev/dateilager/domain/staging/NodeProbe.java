package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;

/** Tries out what a node's file systems and kernel let its daemon do. Safe for many threads. */
public interface NodeProbe {
  /**
   * What holds for the whole node.
   *
   * @throws DateiLagerException if the store itself cannot be looked at
   */
  SystemFacts system() throws DateiLagerException;

  /**
   * Links and clones a file of its own from the store into a private directory at the root, and
   * removes both again. What goes wrong is part of the answer.
   */
  RootFacts root(NodePath root);
}
