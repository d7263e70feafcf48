package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import java.util.List;
import java.util.Optional;

/**
 * Puts golden copies into workloads' directories, takes them away again, and knows which stand
 * where. What it knows is durable and never taken from what a directory looks like (I16). Safe for
 * use by many threads; calls for one target equal some serial order (I15).
 */
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
   * @throws DateiLagerException.DamagedPack if a golden file or directory, or the manifest itself,
   *     is not what it should be (I6); nothing is left
   * @throws DateiLagerException.Cancelled if the thread was interrupted; nothing is left, and the
   *     thread is still interrupted. Once the placement has appeared an interrupt changes nothing
   */
  PlacementReport place(GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException;

  /**
   * Takes a placement away: one rename out of everyone's sight, made durable; what it held is
   * deleted later (R4, I17). Parents of the target stay. A placement whose directory is not there
   * any more is only forgotten.
   *
   * @return false if no placement is known there; nothing was changed then
   * @throws DateiLagerException.FailedPrecondition if something else stands there now, a mount
   *     point, or a link on the way: it is untouched, and the placement stays known
   * @throws DateiLagerException.PermissionDenied if the target's parent cannot be written; the
   *     placement stands as before
   * @throws DateiLagerException if the disk failed; the placement stands as before, or is gone and
   *     forgotten by the next start
   */
  boolean release(NodePath target) throws DateiLagerException;

  /**
   * Every placement that is known, by path in the order of its characters; of one that is being
   * replaced just now, the old or the new.
   *
   * @throws DateiLagerException if what is known cannot be read
   */
  List<Placement> placements() throws DateiLagerException;

  /**
   * The placement that is known at a target.
   *
   * @return absent if none is
   * @throws DateiLagerException if what is known cannot be read
   */
  Optional<Placement> placement(NodePath target) throws DateiLagerException;

  /**
   * How many directories and files, with all below them, wait to be deleted. They are in nobody's
   * way; what cannot be deleted now, such as a directory with a mount below it, stays among them.
   *
   * @throws DateiLagerException if that cannot be told
   */
  long trash() throws DateiLagerException;
}
