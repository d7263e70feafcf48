package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;

/**
 * Ways around the port {@link dev.dateilager.domain.catalog.CatalogStore}, for tests that need
 * histories that no update makes, and damage. Each takes effect at once.
 */
public interface CatalogSeeds {
  /** Adds a row, whatever it says. */
  void insertRow(StoredRow row) throws Exception;

  /** Stores a content, in place of what is there under the hash. */
  void insertContent(ContentHash hash, Blob stored) throws Exception;

  /** Takes a content away that rows may still refer to. */
  void removeContent(ContentHash hash) throws Exception;

  /** Sets a project's latest version. */
  void setLatest(ProjectId project, long version) throws Exception;

  /** How many rows of all versions a project has. */
  long countRows(ProjectId project) throws Exception;
}
