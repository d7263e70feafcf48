package dev.dateilager.domain.contract;

import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.workspace.ProjectSource;

/** The contract over the server's use cases, all in memory. */
final class InProcessAdministrationTest extends AdministrationContract {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final PlainPackCodec codec = new PlainPackCodec();
  private final InProcessServer source = new InProcessServer(store, codec, Limits.DEFAULT);
  private final InProcessAdministration administration = new InProcessAdministration(store, codec);

  @Override
  protected ProjectSource projects() {
    return source;
  }

  @Override
  protected ServerAdministration server() {
    return administration;
  }

  @Override
  protected CacheAdministration cacheVersions() {
    return administration;
  }
}
