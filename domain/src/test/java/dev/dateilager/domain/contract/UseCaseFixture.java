package dev.dateilager.domain.contract;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.UpdateSession;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * The catalogue's use cases over a store under test, with words to ask them. An object reads {@code
 * a = a v1} or {@code a gone}; an entry of a tar {@code a = a v1}, {@code d/ dir}, {@code l ->
 * target}, {@code D old} or {@code C pack/}.
 */
public abstract class UseCaseFixture extends CatalogFixture {
  protected static final Role ADMIN = new Role.Admin();
  protected static final Role READER = new Role.SharedReader();
  protected static final Role OWNER = new Role.Project(P1);
  protected static final OptionalLong ABSENT = OptionalLong.empty();

  private static final long BUDGET = 64L << 20;

  /** Reads on a budget of 64 MiB. */
  protected final Reads reads() {
    return new Reads(
        store(), codec, Limits.DEFAULT, new ContentBudget(BUDGET, Duration.ofSeconds(30)));
  }

  /** Updates within the default limits. */
  protected final Updates updates() {
    return new Updates(
        store(), codec, Limits.DEFAULT, new ContentBudget(BUDGET, Duration.ofSeconds(30)));
  }

  /** The making of projects. */
  protected final Projects projects() {
    return new Projects(store());
  }

  /** The collectors, whose samples are the same in each run. */
  protected final Retention retention() {
    return new Retention(store(), new Random(7));
  }

  /** Caches on a budget of 64 MiB. */
  protected final Caches caches() {
    return new Caches(store(), new ContentBudget(BUDGET, Duration.ofSeconds(30)));
  }

  /** A request for project 1. */
  protected static ReadRequest request(OptionalLong from, OptionalLong to, ObjectQuery... queries) {
    return new ReadRequest(P1, from, to, List.of(queries));
  }

  /** A request for the latest version of project 1. */
  protected static ReadRequest latest(ObjectQuery... queries) {
    return request(ABSENT, ABSENT, queries);
  }

  /** A request for project 1 up to a version. */
  protected static ReadRequest upTo(long to, ObjectQuery... queries) {
    return request(ABSENT, OptionalLong.of(to), queries);
  }

  /** A request for a range of project 1. */
  protected static ReadRequest between(long from, long to, ObjectQuery... queries) {
    return request(OptionalLong.of(from), OptionalLong.of(to), queries);
  }

  /** What {@code Get} lists, as text. */
  protected final List<String> get(ReadRequest request) throws DateiLagerException {
    return objects(request).stream().map(UseCaseFixture::asText).toList();
  }

  /** What {@code Get} lists. */
  protected final List<ListedObject> objects(ReadRequest request) throws DateiLagerException {
    var objects = new ArrayList<ListedObject>();
    reads().get(ADMIN, request, (_, object) -> objects.add(object));
    return objects;
  }

  /** The versions that {@code Get} echoes, one for each object. */
  protected final List<Long> versions(ReadRequest request) throws DateiLagerException {
    var versions = new ArrayList<Long>();
    reads().get(ADMIN, request, (version, _) -> versions.add(version));
    return versions;
  }

  private static String asText(ListedObject object) {
    return object.path()
        + (object.deleted() ? " gone" : "")
        + object.content().map(content -> " = " + content.toUtf8()).orElse("");
  }

  /**
   * A message of a {@code GetCompress} stream.
   *
   * @param version as echoed
   * @param packPath set for a whole pack
   * @param packed the tar
   * @param entries its entries as text
   */
  protected record Part(
      long version, Optional<String> packPath, Blob packed, List<String> entries) {}

  /** What {@code GetCompress} sends, with no cache at hand. */
  protected final List<Part> parts(ReadRequest request) throws DateiLagerException {
    return parts(request, Set.of());
  }

  /** What {@code GetCompress} sends. */
  protected final List<Part> parts(ReadRequest request, Set<CacheVersion> caches)
      throws DateiLagerException {
    var parts = new ArrayList<Part>();
    reads()
        .getCompress(
            ADMIN,
            request,
            caches,
            (version, packed, packPath) ->
                parts.add(new Part(version, packPath, packed, entries(packed))));
    return parts;
  }

  /** The entries of all messages without a pack path, as text. */
  protected final List<String> tars(ReadRequest request) throws DateiLagerException {
    return parts(request).stream()
        .filter(part -> part.packPath().isEmpty())
        .flatMap(part -> part.entries().stream())
        .toList();
  }

  /** The entries of a tar as text. */
  protected final List<String> entries(Blob packed) throws DateiLagerException {
    var entries = new ArrayList<String>();
    try (EntryReader reader = codec.open(packed)) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(asText(next.get(), reader));
      }
    }
    return entries;
  }

  private static String asText(Entry entry, EntryReader reader) throws DateiLagerException {
    return switch (entry) {
      case Entry.RegularFile file -> {
        byte[] body = new byte[(int) file.size()];
        int filled = 0;
        while (filled < body.length) {
          filled += reader.read(body, filled, body.length - filled);
        }
        yield file.path() + " = " + Blob.owned(body).toUtf8();
      }
      case Entry.Directory directory -> directory.path() + " dir";
      case Entry.Symlink link -> link.path() + " -> " + link.target();
      case Entry.Deletion deletion -> "D " + deletion.path();
      case Entry.CachedReference reference -> "C " + reference.path();
    };
  }

  /** A file with mode 0755. */
  protected static ObjectUpdate file(String path, String text) {
    return object(path, FileMode.file(0755), text);
  }

  /** An object of any mode. */
  protected static ObjectUpdate object(String path, FileMode mode, String text) {
    Blob content = Blob.utf8(text);
    return new ObjectUpdate(path, mode, content.length(), false, Optional.of(content));
  }

  /** An empty directory. */
  protected static ObjectUpdate directory(String path) {
    return new ObjectUpdate(path, FileMode.directory(0755), 0, false, Optional.empty());
  }

  /** A symbolic link. */
  protected static ObjectUpdate link(String path, String target) {
    return object(path, FileMode.symlink(), target);
  }

  /** A delete. */
  protected static ObjectUpdate gone(String path) {
    return new ObjectUpdate(path, new FileMode(0), 0, true, Optional.empty());
  }

  /** Updates project 1 as admin; answers the version. */
  protected final long update(ObjectUpdate... objects) throws DateiLagerException {
    return update(P1, objects);
  }

  /** Updates a project as admin; answers the version. */
  protected final long update(ProjectId project, ObjectUpdate... objects)
      throws DateiLagerException {
    try (UpdateSession session = updates().begin(ADMIN)) {
      for (ObjectUpdate object : Arrays.asList(objects)) {
        session.accept(project, object);
      }
      return session.finish();
    }
  }
}
