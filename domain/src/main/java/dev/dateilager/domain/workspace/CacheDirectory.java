package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import java.util.Set;

/**
 * A placed cache, or one that {@code getcache} made, from which a rebuild takes packs (formats.md
 * §4).
 */
public interface CacheDirectory {
  /** Versions that its {@code versions} file lists; none if it is missing or unreadable. */
  Set<CacheVersion> versions();

  /** Whether a pack's folder is there. */
  boolean has(ContentHash pack);
}
