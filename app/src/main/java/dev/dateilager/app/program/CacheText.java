package dev.dateilager.app.program;

import static dev.dateilager.app.program.Answers.members;

import dev.dateilager.app.request.Output;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server tells of its cache versions, for people and for programs. */
final class CacheText {
  private CacheText() {}

  static String of(CacheInfo cache) {
    return "%s\t%d\t%d".formatted(cache.version(), cache.packs(), cache.bytes());
  }

  static Map<String, Object> json(CacheInfo cache) {
    return members(
        "version", cache.version().value(), "packs", cache.packs(), "bytes", cache.bytes());
  }

  /** A line each. */
  static final class Rows implements Answers.Row<CacheInfo> {
    @Override
    public String text(CacheInfo cache) {
      return of(cache);
    }

    @Override
    public Map<String, Object> members(CacheInfo cache) {
      return json(cache);
    }
  }

  /** Tells a sink of a cache version. */
  @FunctionalInterface
  interface Telling {
    void to(CacheUseSink sink) throws DateiLagerException;
  }

  /**
   * Prints a cache version with its packs and users; one JSON object is printed when all is told.
   */
  static void print(Answers answers, Telling telling) throws DateiLagerException {
    if (answers.form().equals(Optional.of(Output.JSON))) {
      var whole = new Whole();
      telling.to(whole);
      answers.one(List.of(), whole.members);
      return;
    }
    telling.to(new Lines(answers.listing()));
  }

  /** Each part as it comes. */
  private record Lines(Answers.Listing listing) implements CacheUseSink {
    @Override
    public void begin(CacheInfo cache) {
      listing.row(of(cache), json(cache));
    }

    @Override
    public void pack(PackUse pack) {
      listing.row(
          "%s\t%s\t%d\t%s"
              .formatted(
                  pack.hash(),
                  pack.storedBytes().isPresent() ? pack.storedBytes().getAsLong() : "missing",
                  pack.projects(),
                  pack.path().orElse("")),
          json(pack));
    }

    @Override
    public void project(ProjectUse project) {
      listing.row("%s\t%d".formatted(project.project(), project.packs()), json(project));
    }
  }

  private static final class Whole implements CacheUseSink {
    private final Map<String, Object> members = members();
    private final List<Map<String, Object>> packs = new ArrayList<>();
    private final List<Map<String, Object>> projects = new ArrayList<>();

    @Override
    public void begin(CacheInfo cache) {
      members.put("version", cache.version().value());
      members.put("bytes", cache.bytes());
      members.put("packs", packs);
      members.put("projects", projects);
    }

    @Override
    public void pack(PackUse pack) {
      packs.add(json(pack));
    }

    @Override
    public void project(ProjectUse project) {
      projects.add(json(project));
    }
  }

  private static Map<String, Object> json(PackUse pack) {
    Map<String, Object> json = members("hash", pack.hash().hex());
    pack.storedBytes().ifPresent(bytes -> json.put("bytes", bytes));
    json.put("path", pack.path().orElse(""));
    json.put("projects", pack.projects());
    return json;
  }

  private static Map<String, Object> json(ProjectUse use) {
    return members("project", use.project().value(), "packs", use.packs());
  }
}
