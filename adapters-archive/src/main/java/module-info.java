import org.jspecify.annotations.NullMarked;

/** Turns S2 and tar bytes into pack entries and back. */
@NullMarked
module dev.dateilager.adapters.archive {
  requires static org.jspecify;
  requires transitive dev.dateilager.domain;

  exports dev.dateilager.adapters.archive;
}
