package dev.dateilager.adapters.fs.disk;

/** How fast names are deleted, and for how long. For one thread. */
@FunctionalInterface
public interface Pace {
  /** As fast as can be, to the end. */
  Pace FREE = () -> true;

  /** A name is gone: waits if need be, then says whether to go on. */
  boolean next();
}
