package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The real use cases over a store in memory, served in this process. */
final class ServedStore implements AutoCloseable {
  final InMemoryCatalogStore store = new InMemoryCatalogStore();
  final RunningEdge edge;

  ServedStore() throws DateiLagerException {
    var codec = new PlainPackCodec();
    var budget = ContentBudget.quarterOf(1L << 30);
    this.edge =
        RunningEdge.inProcess(
            new CatalogUseCases(
                    new Projects(store),
                    new Updates(store, codec, Limits.DEFAULT, budget),
                    new Reads(store, codec, Limits.DEFAULT, budget),
                    new Caches(store, budget),
                    new Retention(store, new Random(1)),
                    store)
                .asCatalog());
  }

  /** Everything that is there, but for contents that nobody names. */
  List<Object> everything() throws DateiLagerException {
    var all = new ArrayList<Object>();
    try (CatalogSnapshot snapshot = store.snapshot()) {
      for (ProjectVersion project : snapshot.projects(Optional.empty(), Integer.MAX_VALUE)) {
        all.add(snapshot.project(project.id()));
        all.add(snapshot.countRows(project.id()));
        var range = new VersionRange(0, project.latestVersion());
        var live = new RowQuery(project.id(), range, ObjectQuery.prefix(""), false);
        try (ObjectRows rows = snapshot.rows(live)) {
          rows.next().ifPresent(all::add);
        }
      }
      all.add(snapshot.caches());
    }
    return all;
  }

  @Override
  public void close() {
    edge.close();
  }
}
