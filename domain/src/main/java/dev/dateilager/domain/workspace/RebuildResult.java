package dev.dateilager.domain.workspace;

import dev.dateilager.domain.staging.Obstacle;
import java.util.Map;

/**
 * What a rebuild did (client.md §2.1).
 *
 * @param version that the directory is at now
 * @param count entries processed, whatever their kind; a removed pack has none
 * @param cachedCount those that were cached references
 * @param fileMatch whether there were entries and every name matched
 * @param detail how the files came there
 */
public record RebuildResult(
    long version, long count, long cachedCount, boolean fileMatch, Detail detail) {
  static RebuildResult unchanged(long version) {
    return new RebuildResult(version, 0, 0, false, Detail.NOTHING);
  }

  /**
   * How the files of a rebuild came to stand where they do.
   *
   * @param written files written from the stream
   * @param linked files taken from the cache by a second name of its inode
   * @param cloned files taken from the cache by sharing blocks
   * @param copied files taken from the cache by copying
   * @param skipped entries left out because they name {@code .dl}
   * @param downloadedBytes compressed bytes received
   * @param cacheIncomplete whether the cache lacked a pack that its versions promise, so that all
   *     was asked for again without it (client.md oddity 9)
   * @param obstacles what stood in the way of links to the cache's files, and for how many: those
   *     were cloned or copied (I8)
   */
  public record Detail(
      long written,
      long linked,
      long cloned,
      long copied,
      long skipped,
      long downloadedBytes,
      boolean cacheIncomplete,
      Map<Obstacle, Long> obstacles) {
    static final Detail NOTHING = new Detail(0, 0, 0, 0, 0, 0, false, Map.of());

    /** Copies the map. */
    public Detail {
      obstacles = Map.copyOf(obstacles);
    }
  }
}
