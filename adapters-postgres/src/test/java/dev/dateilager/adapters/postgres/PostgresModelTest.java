package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.contract.CatalogSeeds;
import dev.dateilager.domain.contract.ModelBehaviours;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Resolver.class)
final class PostgresModelTest extends ModelBehaviours {
  private final TestDatabase database;

  PostgresModelTest(TestDatabase database) {
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
