import org.jspecify.annotations.NullMarked;

/** Keeps golden copies and workspaces on the node's disk and links the one into the other. */
@NullMarked
module dev.dateilager.adapters.fs {
  requires static org.jspecify;
  requires transitive dev.dateilager.domain;

  exports dev.dateilager.adapters.fs;
}
