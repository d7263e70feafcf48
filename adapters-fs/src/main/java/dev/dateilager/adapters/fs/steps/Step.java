package dev.dateilager.adapters.fs.steps;

/**
 * Where the store and its placements stand on disk between two changes (I11, I12): a process may
 * die at each, and the next start must find its way from there. A test kills one at every step; a
 * step without such a test ends the build.
 */
public enum Step {
  /** The download's {@code .lock} stands. */
  DOWNLOAD_BEGUN,
  /** A pack is unpacked below {@code tmp/}, its manifest is not written. */
  PACK_UNPACKED,
  /** A pack and its manifest are below {@code tmp/}, not durable. */
  MANIFEST_WRITTEN,
  /** A batch is durable below {@code tmp/}. */
  BATCH_DURABLE,
  /** A manifest stands in {@code manifests/}, its pack does not stand yet. */
  MANIFEST_IN_PLACE,
  /** A pack stands in {@code objects/}, others of its batch do not yet. */
  PACK_IN_PLACE,
  /** A whole batch stands and is durable. */
  BATCH_IN_PLACE,
  /** The file of a version's packs stands, the version is not listed. */
  GENERATION_WRITTEN,
  /** The version is listed, {@code .lock} still stands. */
  VERSION_LISTED,
  /** Versions are off the list, their files stand in {@code generations/}. */
  VERSIONS_UNLISTED,
  /** Those files are gone, the packs that only they had stand. */
  GENERATIONS_REMOVED,
  /** A pack's manifest is gone, so that it does not count, but it stands in {@code objects/}. */
  MANIFEST_REMOVED,
  /** A pack is in the trash, others that are to go may still stand. */
  PACK_TRASHED,
  /** Versions that have a damaged pack are marked as waiting for it, and are still listed. */
  VERSIONS_SUSPENDED,
  /** A damaged pack is in the quarantine, earlier ones may still be there. */
  PACK_QUARANTINED,
  /** The ledger names a private area on the target's mount, the area is not made. */
  AREA_LEDGERED,
  /** A private area for a placement or a release stands, empty. */
  AREA_MADE,
  /** A placement is whole in its area, the ledger does not know it. */
  TREE_BUILT,
  /** The ledger knows a placement that does not stand at its target yet. */
  PLACEMENT_LEDGERED,
  /** A placement stands at its target, what it replaced is in its area. */
  TARGET_RENAMED,
  /** What a placement replaced is in the trash. */
  OLD_TRASHED,
  /** A released placement is in an area, the ledger still knows it. */
  TARGET_TAKEN,
  /** The ledger does not know a released placement any more, which is in an area. */
  PLACEMENT_FORGOTTEN,
  /** A released placement is in the trash. */
  RELEASE_TRASHED,
  /** A name of what waits to be deleted is gone, the rest is not. */
  NAME_REAPED,
  /** A private area on another mount is gone, the ledger still names it. */
  AREA_REMOVED,
  /** A replica of a golden file is whole and durable below {@code tmp/}. */
  REPLICA_WRITTEN,
  /** A replica stands in the golden file's place. */
  REPLICA_IN_PLACE
}
