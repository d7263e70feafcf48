package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.staging.Placement;

/**
 * A directory that was placed, and what was placed in it.
 *
 * @param directory the directory, never taken for another (I16)
 * @param placement what the daemon tells of it
 */
record Standing(Stat.Identity directory, Placement placement) {}
