package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Updates a project with many objects twice, lists them, and says how long each part took.
 * Arguments: database URI, spool directory, number of objects.
 */
final class LargeUpdateMain {
  private static final ProjectId PROJECT = new ProjectId(-42);
  private static final int SMALL = 200;
  private static final int BIG = 8 << 20;
  private static final int BIG_ONES = 6;

  private final PostgresCatalogStore store;
  private final PlainPackCodec codec = new PlainPackCodec();
  private final int objects;

  private LargeUpdateMain(PostgresCatalogStore store, int objects) {
    this.store = store;
    this.objects = objects;
  }

  public static void main(String[] arguments) throws Exception {
    try (var store =
        PostgresCatalogStore.open(
            DatabaseAddress.parse(arguments[0], Map.of()),
            StoreSettings.withSpool(Path.of(arguments[1]))
                .withMaxConnections(2)
                .withPatience(Duration.ofSeconds(10), Duration.ofMinutes(2)),
            new PlainPackCodec(),
            new Random(1))) {
      new LargeUpdateMain(store, Integer.parseInt(arguments[2])).run();
    }
  }

  private void run() throws Exception {
    store.createProject(PROJECT, List.of(), Optional.empty());
    update("first", 1);
    update("same", 1);
    update("other", 2);
    list("all", 0, 3);
    list("difference", 1, 2);
  }

  private void update(String name, int generation) throws Exception {
    long begin = System.nanoTime();
    try (UpdateDraft draft = store.draft(PROJECT)) {
      for (int i = 0; i < objects; i++) {
        put(draft, i, content(generation, i, SMALL));
      }
      for (int i = 0; i < BIG_ONES; i++) {
        put(draft, -1 - i, content(generation, -1 - i, BIG));
      }
      long gathered = System.nanoTime();
      UpdateDraft.Outcome outcome = draft.commit();
      System.out.printf(
          "%s: %s, gathered in %d ms, committed in %d ms%n",
          name,
          outcome,
          (gathered - begin) / 1_000_000,
          (System.nanoTime() - gathered) / 1_000_000);
    }
  }

  private void put(UpdateDraft draft, int number, Blob content) throws Exception {
    ContentHash hash = ContentHash.of(content);
    draft.content(hash, codec.compress(content));
    draft.put(
        new ObjectPath("d%d/e%d/file %d".formatted(number % 100, number % 1_000, number)),
        FileMode.file(0644),
        content.length(),
        hash);
  }

  private static Blob content(int generation, int number, int length) {
    byte[] bytes = new byte[length];
    new Random(ByteBuffer.allocate(8).putInt(generation).putInt(number).flip().getLong())
        .nextBytes(bytes);
    return Blob.owned(bytes);
  }

  private void list(String name, long from, long to) throws Exception {
    long begin = System.nanoTime();
    long rows = 0;
    long bytes = 0;
    try (CatalogSnapshot snapshot = store.snapshot();
        ObjectRows found =
            snapshot.rows(
                new RowQuery(PROJECT, new VersionRange(from, to), ObjectQuery.prefix(""), false))) {
      for (var next = found.next(); next.isPresent(); next = found.next()) {
        rows++;
        bytes += next.get().storedBytes().orElseThrow();
      }
    }
    System.out.printf(
        "%s: listed %d rows of %d bytes in %d ms%n",
        name, rows, bytes, (System.nanoTime() - begin) / 1_000_000);
  }
}
