package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.contract.CatalogSeeds;
import dev.dateilager.domain.contract.UseCaseFixture;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.tasks.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many writers of the same and of different projects beside many readers (I24). {@code
 * -Ddateilager.seconds=60} goes on for longer.
 */
@Timeout(600)
@ExtendWith(TestDatabase.Resolver.class)
final class ManyAtOnceTest extends UseCaseFixture {
  private static final long SECONDS = Long.getLong("dateilager.seconds", 4);
  private static final int WRITERS = 16;
  private static final int READERS = 16;
  private static final int PROJECTS = 5; // some are written by four, some by three

  private final TestDatabase database;

  ManyAtOnceTest(TestDatabase database) {
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

  /**
   * An update that the server said is done.
   *
   * @param text what it put at {@code x} and {@code y}
   * @param packed whether it put the same into the pack that all writers change, too
   */
  private record Acknowledged(ProjectId project, long version, String text, boolean packed) {}

  private static ReadRequest everything(ProjectId project, OptionalLong from, OptionalLong to) {
    return new ReadRequest(project, from, to, List.of(ALL));
  }

  @Test
  @DisplayName("I24: versions rise by one, no update is lost, each reader sees one state")
  void writersAndReaders_atOnce() throws Exception {
    long seed = Long.getLong("dateilager.seed", System.nanoTime());
    System.out.printf("ManyAtOnceTest: -Ddateilager.seed=%d%n", seed);
    var acknowledged = new ConcurrentLinkedQueue<Acknowledged>();
    for (long id = 1; id <= PROJECTS; id++) {
      project(new ProjectId(id), 0, "p/");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    var tasks = new ArrayList<Callable<Long>>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      var random = new Random(seed + i);
      tasks.add(() -> write(end, writer, random, acknowledged));
    }
    for (int i = 0; i < READERS; i++) {
      var random = new Random(seed + 1000 + i);
      tasks.add(() -> read(end, random));
    }

    assertThat(Tasks.all(tasks, tasks.size())).allMatch(count -> count > 0);

    var versions = new HashMap<ProjectId, List<Long>>();
    for (Acknowledged update : acknowledged) {
      versions.computeIfAbsent(update.project(), _ -> new ArrayList<>()).add(update.version());
      assertIsThere(update);
    }
    for (Map.Entry<ProjectId, List<Long>> project : versions.entrySet()) {
      assertThat(project.getValue())
          .as("versions of project %s", project.getKey())
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, latest(project.getKey())).boxed().toList());
    }
    assertThat(versions).hasSize(PROJECTS);
  }

  private long write(long end, int writer, Random random, Queue<Acknowledged> acknowledged)
      throws DateiLagerException {
    var project = new ProjectId(1 + writer % PROJECTS);
    long count = 0;
    while (System.nanoTime() < end || count == 0) {
      String text = "writer %d, update %d".formatted(writer, count++);
      boolean packed = random.nextInt(4) == 0;
      long version =
          packed
              ? update(project, file("x", text), file("p/z", text), file("y", text))
              : update(project, file("x", text), file("y", text));
      acknowledged.add(new Acknowledged(project, version, text, packed));
    }
    return count;
  }

  /** The very version of an acknowledged update holds what it put, and nothing else. */
  private void assertIsThere(Acknowledged update) throws DateiLagerException {
    var request =
        everything(
            update.project(),
            OptionalLong.of(update.version() - 1),
            OptionalLong.of(update.version()));
    var expected = new ArrayList<>(List.of("x = " + update.text(), "y = " + update.text()));
    if (update.packed()) {
      expected.add("p/z = " + update.text());
    }
    assertThat(get(request)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private long read(long end, Random random) throws DateiLagerException {
    var seen = new HashMap<ProjectId, Long>();
    long count = 0;
    while (System.nanoTime() < end || count == 0) {
      var project = new ProjectId(1 + random.nextInt(PROJECTS));
      long version = readOne(project, random.nextInt(3));
      if (version >= 0) {
        assertThat(version).isGreaterThanOrEqualTo(seen.getOrDefault(project, 0L));
        seen.put(project, version);
      }
      count++;
    }
    return count;
  }

  /** Reads everything and says of which version; −1 if there was nothing to tell it. */
  private long readOne(ProjectId project, int how) throws DateiLagerException {
    var request = everything(project, ABSENT, ABSENT);
    var texts = new HashMap<String, String>();
    var versions = new HashSet<Long>();
    switch (how) {
      case 0 ->
          reads()
              .get(
                  ADMIN,
                  request,
                  (version, object) -> {
                    versions.add(version);
                    texts.put(object.path(), object.content().orElseThrow().toUtf8());
                  });
      case 1 ->
          versions.add(
              reads()
                  .getUnary(
                      ADMIN,
                      request,
                      0,
                      (_, object) ->
                          texts.put(object.path(), object.content().orElseThrow().toUtf8())));
      default -> {
        for (Part part : parts(request)) {
          versions.add(part.version());
          for (String entry : part.entries()) {
            String[] words = entry.split(" = ", 2);
            texts.put(words[0], words[1]);
          }
        }
      }
    }
    assertThat(versions).hasSizeLessThanOrEqualTo(1);
    assertThat(texts.get("x")).isEqualTo(texts.get("y"));
    return versions.isEmpty() ? -1 : versions.iterator().next();
  }
}
