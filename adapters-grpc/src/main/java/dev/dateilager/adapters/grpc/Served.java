package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.model.Environment;
import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;

/** Which services an edge offers. */
sealed interface Served {
  /** The services, run by these handlers. */
  List<BindableService> services(Handlers handlers, Environment environment);

  /** Whether calls wait for memory that others hold. */
  boolean isMemoryScarce();

  /** What the health service asks for signs of life; absent if there is nothing to ask. */
  Optional<Catalog> asked();

  /**
   * {@code pb.Fs} and {@code dateilager.v1.Caches}.
   *
   * @param catalog what they serve
   * @param budget what the messages of updates may hold
   */
  record Files(Catalog catalog, ContentBudget budget) implements Served {
    @Override
    public List<BindableService> services(Handlers handlers, Environment environment) {
      var files = new FsService(catalog, handlers, environment);
      return List.of(
          () -> new UpdateMarshaller(budget).in(files.bindService()),
          new CachesService(catalog, handlers));
    }

    @Override
    public boolean isMemoryScarce() {
      return budget.isWaitedFor();
    }

    @Override
    public Optional<Catalog> asked() {
      return Optional.of(catalog);
    }
  }

  /** {@code pb.Cached}, {@code dateilager.v1.Placements} and {@code dateilager.v1.Daemon}. */
  record Daemon(Node node) implements Served {
    @Override
    public List<BindableService> services(Handlers handlers, Environment environment) {
      return List.of(
          new CachedService(node, handlers),
          new PlacementsService(node, handlers),
          new DaemonService(node, handlers));
    }

    @Override
    public boolean isMemoryScarce() {
      return false;
    }

    @Override
    public Optional<Catalog> asked() {
      return Optional.empty();
    }
  }
}
