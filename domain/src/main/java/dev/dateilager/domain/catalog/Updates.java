package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.Limits;

/** Takes updates of projects (semantics.md §6). Safe for use by many threads. */
public final class Updates {
  private final CatalogStore store;
  private final PackCodec codec;
  private final Limits limits;
  private final ContentBudget budget;

  /**
   * @param store where projects are kept
   * @param codec the forms in which contents and packs are stored
   * @param limits what a content and a pack may hold
   * @param budget what packs may hold in memory while they are made anew
   */
  public Updates(CatalogStore store, PackCodec codec, Limits limits, ContentBudget budget) {
    this.store = store;
    this.codec = codec;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Begins an update; the first message says of which project. Holds neither a connection nor a
   * lock while messages come (oddity 15).
   *
   * @return the session; the caller closes it
   * @throws PermissionDenied if {@code role} may update no project at all
   */
  public UpdateSession begin(Role role) throws PermissionDenied {
    Access.require(role, Operation.UPDATE);
    return new UpdateSession(role, store, codec, limits, budget);
  }
}
