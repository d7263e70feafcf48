package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.contract.CatalogBehaviours;
import dev.dateilager.domain.contract.CatalogSeeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Resolver.class)
final class PostgresBehavioursTest extends CatalogBehaviours {
  private final TestDatabase database;

  PostgresBehavioursTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void empty() throws Exception {
    database.empty();
  }

  @Override
  protected CatalogStore store() {
    return database.store();
  }

  @Override
  protected CatalogSeeds seeds() {
    return database.seeds();
  }
}
