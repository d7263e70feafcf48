package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;

/**
 * What the daemon knows of one target: which directory it put there, by inode, never by what the
 * directory holds (I16). It is durable before the directory is renamed to the target, so whichever
 * of the two a crash leaves there is known, and the rename needs no second write after it.
 *
 * @param placed the directory that stands there, or will once it is renamed
 * @param before the placement that it replaces, until that is known to be gone
 */
record LedgerEntry(Standing placed, Optional<Standing> before) {
  NodePath target() {
    return placed.placement().target();
  }

  /** The placement whose directory this is; absent if it is none of ours. */
  Optional<Standing> standing(Stat.Identity found) {
    return placed.directory().equals(found)
        ? Optional.of(placed)
        : before.filter(old -> old.directory().equals(found));
  }
}
