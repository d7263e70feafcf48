package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;

/** Puts a golden copy into a workload's directory. Safe for use by many threads. */
public interface TreePlacer {
  /**
   * Builds {@code objects/<hash>/…} and an own {@code versions} with this version's number out of
   * everyone's sight on the target's mount, then lets them appear at {@code target} by one rename
   * (I2, I9, R3). Missing parents of the target are made, and removed again after a failure. A
   * golden copy without packs has no {@code versions}, only an empty {@code objects}.
   *
   * <p>An absent target is made; an empty directory is replaced; a placement of ours is replaced as
   * a whole; anything else is refused untouched. No symbolic link below an allowed root is followed
   * on the way to the target (I1). Directories below the target can be written by everyone who may
   * enter it, as the umask-free mode 0777 of formats.md §4 says; the target itself has mode 0755.
   *
   * @param mode how to place files; {@code AUTO} falls back, file by file, from link to clone to
   *     copy
   * @param strict refuse rather than fall back from the given mode; with {@code AUTO} it changes
   *     nothing
   * @throws DateiLagerException.FailedPrecondition if the target is a file, a link, or a directory
   *     that holds something else; or if strict and an obstacle was met: nothing is left then
   * @throws DateiLagerException.PermissionDenied if the target or its parent cannot be written, or
   *     the target lies in the store
   * @throws DateiLagerException.ResourceExhausted if space, inodes or descriptors ran out; nothing
   *     is left
   * @throws DateiLagerException.Corrupt if a golden file is not what the manifest says; it is not
   *     linked (I6)
   */
  PlacementReport place(GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException;
}
