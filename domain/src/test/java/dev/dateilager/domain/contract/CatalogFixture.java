package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ObjectRow;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.PackWriter;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A catalogue under test, with words to say what it holds and what it answers.
 *
 * <p>Histories are written as behaviours.md writes them: {@code a@1-3} is object {@code a}, live
 * from version 1 until stopped at 3, with mode 0755 and content {@code a v1}; {@code d/@2} an empty
 * directory; {@code >p@1} a pack at path {@code p} with the files {@code p/1} and {@code p/2}. A
 * listed row reads {@code a = a v1}, {@code d/ = }, {@code >p = p v1} or {@code a gone}.
 */
public abstract class CatalogFixture {
  protected static final ProjectId P1 = new ProjectId(1);
  protected static final ProjectId P2 = new ProjectId(2);
  protected static final ObjectQuery ALL = ObjectQuery.prefix("");

  private static final Pattern ROW =
      Pattern.compile("(?<path>.*)@(?<start>-?\\d+)(?:-(?<stop>\\d+))?");

  /** The form in which the fixture stores contents and packs; any honest one will do. */
  protected final PackCodec codec = new PlainPackCodec();

  private final Map<ContentHash, String> names = new HashMap<>();

  /** The store under test: the same one for all of a test, empty at its start. */
  protected abstract CatalogStore store();

  /** Ways around it. */
  protected abstract CatalogSeeds seeds();

  /** Makes a project whose latest version is {@code latest}. */
  protected final void project(ProjectId id, long latest, String... patterns) throws Exception {
    store().createProject(id, List.of(patterns), Optional.empty());
    seeds().setLatest(id, latest);
  }

  /** Makes project 1 with these rows. */
  protected final void history(long latest, String... rows) throws Exception {
    project(P1, latest);
    rows(P1, rows);
  }

  /** Adds rows. */
  protected final void rows(ProjectId project, String... rows) throws Exception {
    for (String row : rows) {
      Matcher parts = ROW.matcher(row);
      if (!parts.matches()) {
        throw new IllegalArgumentException("'%s' is no row".formatted(row));
      }
      String path = parts.group("path");
      long start = Long.parseLong(parts.group("start"));
      OptionalLong stop =
          parts.group("stop") == null
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(parts.group("stop")));
      if (path.startsWith(">")) {
        packRow(project, path.substring(1), start, stop, twoFiles(path.substring(1), start));
      } else {
        plainRow(project, path, start, stop);
      }
    }
  }

  private void plainRow(ProjectId project, String path, long start, OptionalLong stop)
      throws Exception {
    boolean directory = path.endsWith("/");
    String text = directory ? "" : path + " v" + start;
    FileMode mode = directory ? FileMode.directory(0755) : FileMode.file(0755);
    seeds()
        .insertRow(
            new StoredRow(
                project, start, stop, path, mode, text.length(), false, plainContent(text)));
  }

  /** Stores a content as plain objects have it. */
  protected final ContentHash plainContent(String text) throws Exception {
    Blob plain = Blob.utf8(text);
    ContentHash hash = named(ContentHash.of(plain), text);
    seeds().insertContent(hash, codec.compress(plain));
    return hash;
  }

  /** Adds a pack's row and content. */
  protected final ContentHash packRow(
      ProjectId project, String path, long start, OptionalLong stop, Blob packed) throws Exception {
    ContentHash hash = named(ContentHash.of(packed), path + " v" + start);
    seeds().insertContent(hash, packed);
    seeds()
        .insertRow(
            new StoredRow(
                project, start, stop, path, new FileMode(0), packed.length(), true, hash));
    return hash;
  }

  /** Makes listings call a content by this name. */
  protected final ContentHash named(ContentHash hash, String name) {
    names.put(hash, name);
    return hash;
  }

  private Blob twoFiles(String path, long version) {
    String directory = path.endsWith("/") ? path : path + "/";
    return packOf(
        directory + "1", directory + "1 v" + version, directory + "2", directory + "2 v" + version);
  }

  /** A pack of files with mode 0755, written as path, text, path, text. */
  protected final Blob packOf(String... pathsAndTexts) {
    PackWriter writer = codec.create();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      Blob body = Blob.utf8(pathsAndTexts[i + 1]);
      writer.add(
          new Entry.RegularFile(new ObjectPath(pathsAndTexts[i]), 0755, body.length()), body);
    }
    return writer.finish();
  }

  /** A pack of these entries, none with a body. */
  protected final Blob packOf(Entry... entries) {
    PackWriter writer = codec.create();
    for (Entry entry : entries) {
      writer.add(entry, Blob.EMPTY);
    }
    return writer.finish();
  }

  /** The rows of project 1 that a query finds, as text. */
  protected final List<String> listing(long from, long to, ObjectQuery query)
      throws DateiLagerException {
    return listing(new RowQuery(P1, new VersionRange(from, to), query, false));
  }

  /** The rows that a query finds, as text. */
  protected final List<String> listing(RowQuery query) throws DateiLagerException {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return listing(snapshot, query);
    }
  }

  /** The rows that a query finds, as text. */
  protected final List<String> listing(CatalogSnapshot snapshot, RowQuery query)
      throws DateiLagerException {
    return found(snapshot, query).stream().map(this::asText).toList();
  }

  /** The rows that a query finds. */
  protected static List<ObjectRow> found(CatalogSnapshot snapshot, RowQuery query)
      throws DateiLagerException {
    var found = new ArrayList<ObjectRow>();
    try (ObjectRows rows = snapshot.rows(query)) {
      for (Optional<ObjectRow> next = rows.next(); next.isPresent(); next = rows.next()) {
        found.add(next.get());
      }
    }
    return found;
  }

  private String asText(ObjectRow row) {
    String path = (row.packed() ? ">" : "") + row.path();
    return row.hash().map(hash -> path + " = " + nameOf(hash)).orElse(path + " gone");
  }

  private String nameOf(ContentHash hash) {
    return hash.equals(ContentHash.OF_NOTHING) ? "" : names.getOrDefault(hash, hash.hex());
  }

  /** Everything that is live in a project. */
  protected final List<String> live(ProjectId project) throws DateiLagerException {
    return listing(new RowQuery(project, new VersionRange(0, Long.MAX_VALUE), ALL, false));
  }

  /** A project's latest version. */
  protected final long latest(ProjectId project) throws DateiLagerException {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.project(project).latestVersion();
    }
  }
}
