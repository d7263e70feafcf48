package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.contract.ModelledProject.Kind;
import dev.dateilager.domain.contract.ModelledProject.Pack;
import dev.dateilager.domain.contract.ModelledProject.Single;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories of a few projects, against {@link ModelledProject}: after each step random reads
 * must find what the model says. {@code -Ddateilager.steps=10000} goes on for longer, {@code
 * -Ddateilager.seed=N} repeats a run that printed N.
 */
public abstract class ModelBehaviours extends UseCaseFixture {
  private static final int STEPS = Integer.getInteger("dateilager.steps", 500);
  private static final List<String> NAMES = List.of("a", "b", "ab", "c");
  private static final List<String> ENDS = List.of("", "/", "a", "b/", "a/b");

  private final Map<ProjectId, ModelledProject> projects =
      new TreeMap<>(Comparator.comparingLong(ProjectId::value));
  private final Map<CacheVersion, Set<Pack>> caches = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private Random random = new Random();

  @Test
  @Timeout(3600)
  @DisplayName("Model: random histories read as plain maps of versions do")
  void randomHistories_readAsTheModelSays() throws Exception {
    long seed = Long.getLong("dateilager.seed", System.nanoTime());
    random = new Random(seed);
    String run = "%s: -Ddateilager.seed=%d".formatted(getClass().getSimpleName(), seed);
    System.out.println(run);
    for (long id = 1; id <= 3; id++) {
      create(new ProjectId(id));
    }
    for (int step = 0; step < STEPS; step++) {
      try {
        change();
        read();
        read();
      } catch (AssertionError | Exception failed) {
        throw new AssertionError(
            "%s, step %d, after %s"
                .formatted(run, step, told.subList(Math.max(0, told.size() - 12), told.size())),
            failed);
      }
    }
    leaveNothing();
  }

  private void create(ProjectId id) throws DateiLagerException {
    projects().create(ADMIN, id, List.of("^p/[^/]+/"), Optional.empty());
    projects.put(id, new ModelledProject());
  }

  private static Optional<String> packOf(String path) {
    String[] parts = path.split("/", -1);
    return parts.length >= 2 && parts[0].equals("p") && !parts[1].isEmpty()
        ? Optional.of("p/" + parts[1] + "/")
        : Optional.empty();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private ProjectId anyProject() {
    return any(List.copyOf(projects.keySet()));
  }

  private ModelledProject model(ProjectId id) {
    return Objects.requireNonNull(projects.get(id));
  }

  private void tell(String what) {
    told.add(what);
  }

  // Steps

  private void change() throws DateiLagerException {
    int die = random.nextInt(100);
    if (die < 70) {
      update(anyProject());
    } else if (die < 76) {
      rollback(anyProject());
    } else if (die < 84) {
      mirror(anyProject(), anyProject());
    } else if (die < 92) {
      collect();
    } else if (die < 95) {
      cache();
    } else if (die < 97 && !caches.isEmpty()) {
      retire();
    } else if (die < 98) {
      replace(anyProject());
    } else {
      template();
    }
  }

  private String anyPath() {
    var path = new StringBuilder(random.nextInt(3) == 0 ? "p/" : "");
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      path.append(any(NAMES)).append('/');
    }
    return path.append(any(NAMES)).toString();
  }

  private void update(ProjectId id) throws DateiLagerException {
    var objects = new LinkedHashMap<String, Optional<Single>>();
    var messages = new ArrayList<ObjectUpdate>();
    for (int count = 1 + random.nextInt(5); count > 0; count--) {
      String path = anyPath();
      Optional<Single> object;
      switch (random.nextInt(10)) {
        case 0, 1 -> {
          object = Optional.of(new Single(Kind.DIRECTORY, 0755, ""));
          path += "/";
        }
        case 2 -> object = Optional.of(new Single(Kind.LINK, 0777, any(NAMES)));
        case 3, 4 -> {
          object = Optional.empty();
          path += random.nextInt(4) == 0 ? "/" : "";
        }
        default ->
            object =
                Optional.of(
                    new Single(
                        Kind.FILE, random.nextBoolean() ? 0644 : 0755, "t" + random.nextInt(4)));
      }
      if (packOf(path).isPresent()) {
        objects.remove(path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/");
        // one name in one stream: what is said of its other form before means nothing
        String said = path;
        messages.removeIf(
            message -> !message.path().equals(said) && bare(message.path()).equals(bare(said)));
      }
      objects.put(path, object);
      messages.add(message(path, object));
    }
    tell("update %s %s".formatted(id, objects));
    ModelledProject model = model(id);
    model.update(objects, ModelBehaviours::packOf);
    assertThat(update(id, messages.toArray(ObjectUpdate[]::new))).isEqualTo(model.latest());
  }

  private static String bare(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static ObjectUpdate message(String path, Optional<Single> object) {
    if (object.isEmpty()) {
      return gone(path);
    }
    Single single = object.get();
    return object(
        path,
        switch (single.kind()) {
          case FILE -> FileMode.file(single.permissions());
          case DIRECTORY -> FileMode.directory(single.permissions());
          case LINK -> FileMode.symlink();
        },
        single.text());
  }

  private long anyVersion(ModelledProject model) {
    return model.floor() + random.nextLong(model.latest() - model.floor() + 1);
  }

  private void rollback(ProjectId id) throws DateiLagerException {
    ModelledProject model = model(id);
    long version = Math.max(anyVersion(model), model.latest() - 3);
    tell("rollback %s to %d".formatted(id, version));
    model.takeBack(version);
    projects().rollback(ADMIN, id, version);
  }

  private void mirror(ProjectId source, ProjectId target) throws DateiLagerException {
    long version = random.nextInt(8) == 0 ? 0 : anyVersion(model(source)) + random.nextInt(2);
    tell("clone %s at %d to %s".formatted(source, version, target));
    model(target).mirror(model(source).at(version));
    assertThat(projects().cloneTo(ADMIN, source, version, target))
        .isEqualTo(model(target).latest());
  }

  private void collect() throws DateiLagerException {
    long keep = random.nextLong(1, 11);
    long from = random.nextInt(3) == 0 ? random.nextLong(20) : 0;
    switch (random.nextInt(3)) {
      case 0 -> {
        ProjectId id = anyProject();
        tell("collect %s, keep %d from %d".formatted(id, keep, from));
        model(id).collected(keep);
        var _ = retention().collectProject(ADMIN, id, keep, from);
      }
      case 1 -> {
        var collected = retention().collectRandomProjects(ADMIN, 40, keep, from);
        tell("collect %s, keep %d from %d".formatted(collected.projects(), keep, from));
        collected.projects().forEach(id -> model(id).collected(keep));
      }
      default -> {
        tell("collect contents");
        var _ = retention().collectContents(ADMIN, 50);
      }
    }
  }

  private void cache() throws DateiLagerException {
    String prefix = random.nextBoolean() ? "" : "p/" + any(NAMES);
    CacheInfo info = caches().create(ADMIN, prefix, 1000, 0);
    tell("cache %s of '%s'".formatted(info.version(), prefix));
    var packs = new HashSet<Pack>();
    for (ModelledProject model : projects.values()) {
      model
          .at(model.latest())
          .forEach(
              (path, thing) -> {
                if (thing.form() instanceof Pack pack && path.startsWith(prefix)) {
                  packs.add(pack);
                }
              });
    }
    caches.put(info.version(), packs);
    assertThat(info.packs()).isEqualTo(packs.size());
  }

  private void retire() throws DateiLagerException {
    CacheVersion version = any(List.copyOf(caches.keySet()));
    tell("retire cache %s".formatted(version));
    caches.remove(version);
    var _ = caches().retire(ADMIN, version, true);
  }

  private void replace(ProjectId id) throws DateiLagerException {
    tell("delete and make %s".formatted(id));
    projects().delete(ADMIN, id);
    create(id);
  }

  private void template() throws DateiLagerException {
    ProjectId template = anyProject();
    ProjectId id = anyProject();
    if (id.equals(template)) {
      return;
    }
    tell("make %s anew from %s".formatted(id, template));
    projects().delete(ADMIN, id);
    projects().create(ADMIN, id, List.of("^p/[^/]+/"), Optional.of(template));
    projects.put(id, model(template).asTemplate());
  }

  // Reads

  private ObjectQuery anyQuery() {
    String path =
        switch (random.nextInt(5)) {
          case 0, 1 -> "";
          case 2 -> any(List.of("p", "p/", "p/a", "p/a/", "p/a/b"));
          default -> anyPath() + (random.nextInt(4) == 0 ? "/" : "");
        };
    if (random.nextInt(3) == 0 && !path.isEmpty()) {
      return ObjectQuery.exact(path);
    }
    var ignores = new ArrayList<String>();
    while (random.nextInt(3) == 0) {
      ignores.add(path + any(List.of("a", "b/", "p/", "/a", "ab")));
    }
    var subpaths = new ArrayList<String>();
    while (random.nextInt(4) == 0) {
      subpaths.add(random.nextBoolean() ? path + any(ENDS) : anyPath());
    }
    return new ObjectQuery(path, true, ignores, subpaths);
  }

  private void read() throws DateiLagerException {
    ProjectId id = anyProject();
    ModelledProject model = model(id);
    OptionalLong from =
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyVersion(model));
    OptionalLong to =
        random.nextBoolean()
            ? OptionalLong.empty()
            : OptionalLong.of(anyVersion(model) + random.nextInt(3));
    List<ObjectQuery> queries =
        random.nextInt(4) == 0 ? List.of(anyQuery(), anyQuery()) : List.of(anyQuery());
    var request = new ReadRequest(id, from, to, queries);
    tell("read %s".formatted(request));
    List<ModelledRead> expected =
        queries.stream()
            .map(query -> new ModelledRead(model, from.orElse(0), to.orElse(model.latest()), query))
            .toList();
    long version = Math.min(to.orElse(model.latest()), model.latest());
    switch (random.nextInt(3)) {
      case 0 -> compareGet(request, expected, version);
      case 1 -> compareUnary(request, expected, version);
      default -> compareCompress(request, expected, version);
    }
    if (random.nextInt(10) == 0) {
      var all = new ModelledRead(model, 0, model.latest(), ALL).listed();
      var found = reads().inspect(ADMIN, id);
      assertThat(found.latestVersion()).isEqualTo(model.latest());
      assertThat(found.liveObjects()).isEqualTo(all.size());
    }
  }

  private static List<String> sorted(Stream<String> texts) {
    return texts.sorted().toList();
  }

  private void compareGet(ReadRequest request, List<ModelledRead> expected, long version)
      throws DateiLagerException {
    var found = new ArrayList<String>();
    reads()
        .get(
            ADMIN,
            request,
            (echoed, object) -> {
              assertThat(echoed).isEqualTo(version);
              found.add(text(object));
            });
    assertThat(sorted(found.stream()))
        .isEqualTo(sorted(expected.stream().flatMap(query -> query.listed().stream())));
  }

  private void compareUnary(ReadRequest request, List<ModelledRead> expected, long version)
      throws DateiLagerException {
    boolean whole = expected.stream().anyMatch(ModelledRead::hasWholePacks);
    int most = whole || random.nextBoolean() ? 0 : 1; // texts have two characters, links one or two
    var found = new ArrayList<String>();
    long echoed =
        reads()
            .getUnary(
                ADMIN,
                request,
                most,
                (_, object) -> {
                  boolean left = most > 0 && object.size() > most;
                  assertThat(object.content().isPresent()).isEqualTo(!left && !object.deleted());
                  found.add(left ? "" : text(object));
                });
    assertThat(echoed).isEqualTo(version);
    assertThat(found)
        .hasSameSizeAs(expected.stream().flatMap(query -> query.listed().stream()).toList());
    assertThat(expected.stream().flatMap(query -> query.listed().stream()).toList())
        .containsAll(found.stream().filter(text -> !text.isEmpty()).toList());
  }

  private void compareCompress(ReadRequest request, List<ModelledRead> expected, long version)
      throws DateiLagerException {
    var held = new HashSet<CacheVersion>();
    var cached = new HashSet<Pack>();
    caches.forEach(
        (number, packs) -> {
          if (random.nextBoolean()) {
            held.add(number);
            cached.addAll(packs);
          }
        });
    held.add(new CacheVersion(999_999_999)); // which means nothing
    var found = new ArrayList<String>();
    reads()
        .getCompress(
            ADMIN,
            request,
            held,
            (echoed, packed, packPath) -> {
              assertThat(echoed).isEqualTo(version);
              List<String> entries = described(packed);
              if (packPath.isPresent()) {
                found.add(packPath.get() + ": " + entries);
              } else {
                found.addAll(entries);
              }
            });
    assertThat(sorted(found.stream()))
        .isEqualTo(sorted(expected.stream().flatMap(query -> query.sent(cached).stream())));
  }

  private static String text(ListedObject object) {
    if (object.deleted()) {
      return object.path() + " gone";
    }
    Kind kind =
        switch (object.mode().kind()) {
          case FILE -> Kind.FILE;
          case DIRECTORY -> Kind.DIRECTORY;
          case SYMLINK -> Kind.LINK;
        };
    return ModelledRead.text(
        object.path(),
        new Single(
            kind,
            object.mode().permissions(),
            object.content().map(Blob::toUtf8).orElse("left out")));
  }

  private List<String> described(Blob packed) throws DateiLagerException {
    var entries = new ArrayList<String>();
    try (EntryReader reader = codec.open(packed)) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(described(next.get(), reader));
      }
    }
    return entries;
  }

  private static String described(Entry entry, EntryReader reader) throws DateiLagerException {
    String path = entry.path().value();
    return switch (entry) {
      case Entry.RegularFile file -> {
        byte[] body = new byte[(int) file.size()];
        int read = 0;
        while (read < body.length) {
          read += reader.read(body, read, body.length - read);
        }
        yield ModelledRead.text(
            path, new Single(Kind.FILE, file.permissions(), Blob.owned(body).toUtf8()));
      }
      case Entry.Directory directory ->
          ModelledRead.text(path, new Single(Kind.DIRECTORY, directory.permissions(), ""));
      case Entry.Symlink link ->
          ModelledRead.text(path, new Single(Kind.LINK, link.permissions(), link.target()));
      case Entry.Deletion _ -> path + " gone";
      case Entry.CachedReference _ -> "C " + path;
    };
  }

  // The end

  /** When nobody uses anything any more, nothing is left. */
  private void leaveNothing() throws DateiLagerException {
    for (ProjectId id : projects.keySet()) {
      projects().delete(ADMIN, id);
    }
    for (CacheVersion version : caches.keySet()) {
      var _ = caches().retire(ADMIN, version, true);
    }
    var _ = retention().collectContents(ADMIN, 100);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.contentHashes(Optional.empty(), 10)).isEmpty();
    }
  }
}
