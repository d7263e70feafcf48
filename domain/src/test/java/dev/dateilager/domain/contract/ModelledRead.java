package dev.dateilager.domain.contract;

import dev.dateilager.domain.contract.ModelledProject.Item;
import dev.dateilager.domain.contract.ModelledProject.Kind;
import dev.dateilager.domain.contract.ModelledProject.Pack;
import dev.dateilager.domain.contract.ModelledProject.Single;
import dev.dateilager.domain.contract.ModelledProject.Thing;
import dev.dateilager.domain.model.ObjectQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one query of a range ought to find, told from the project's maps at both ends of the range
 * (semantics.md §4 with its oddities 1–6).
 */
final class ModelledRead {
  private final ObjectQuery query;
  private final boolean removals;
  private final Map<String, Thing> before;
  private final Map<String, Thing> news = new TreeMap<>();
  private final Map<String, Thing> gone = new TreeMap<>();

  ModelledRead(ModelledProject project, long from, long to, ObjectQuery query) {
    this.query = query;
    this.removals = from != 0;
    this.before = project.at(from);
    if (from >= to) {
      return;
    }
    Map<String, Thing> after = project.at(to);
    after.forEach(
        (path, thing) -> {
          if (thing.since() > from && isWanted(path, thing)) {
            news.put(path, thing);
          }
        });
    if (removals) {
      before.forEach(
          (path, thing) -> {
            Thing now = after.get(path);
            boolean stayed = now != null && now.since() == thing.since();
            if (!stayed && isWanted(path, thing) && !isCovered(path)) {
              gone.put(path, thing);
            }
          });
    }
  }

  private boolean isWanted(String path, Thing thing) {
    return query.matches(path) || (thing.form() instanceof Pack && isAround(path));
  }

  /** Whether the query's path lies in the pack. */
  private boolean isAround(String pack) {
    String directory = query.path().endsWith("/") ? query.path() : query.path() + "/";
    return directory.startsWith(pack);
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  /** Whether what is new says by itself that nothing is left of what was at the path. */
  private boolean isCovered(String path) {
    return news.containsKey(path)
        || news.keySet().stream().anyMatch(other -> other.startsWith(directory(path)))
        || news.entrySet().stream()
            .anyMatch(
                other ->
                    !isDirectory(other.getValue()) && path.startsWith(directory(other.getKey())));
  }

  private static boolean isDirectory(Thing thing) {
    return thing.form() instanceof Single single && single.kind() == Kind.DIRECTORY;
  }

  /** Whether the query asks for a part of the pack only. */
  private boolean isCut(String path, Thing thing) {
    return thing.form() instanceof Pack && !query.matches(path);
  }

  /** What {@code Get} lists, in any order. */
  List<String> listed() {
    var listed = new ArrayList<String>();
    news.forEach(
        (path, thing) -> {
          switch (thing.form()) {
            case Single single -> listed.add(text(path, single));
            case Pack(List<Item> items) -> {
              if (!isCut(path, thing)) {
                items.stream()
                    .filter(item -> query.matchesPath(item.path()))
                    .forEach(item -> listed.add(text(item.path(), item.object())));
              }
            }
          }
        });
    gone.forEach(
        (path, thing) -> {
          if (!isCut(path, thing)) {
            listed.add(path + " gone");
          }
        });
    cut().forEach((path, said) -> listed.add(said));
    return listed;
  }

  /** What {@code GetCompress} sends, in any order; a pack is one text. */
  List<String> sent(Set<Pack> cached) {
    var sent = new ArrayList<String>();
    news.forEach(
        (path, thing) -> {
          switch (thing.form()) {
            case Single single -> sent.add(text(path, single));
            case Pack pack -> {
              if (!isCut(path, thing)) {
                sent.add(cached.contains(pack) ? "C " + path : whole(path, pack.items()));
              }
            }
          }
        });
    gone.forEach(
        (path, thing) -> {
          if (!isCut(path, thing)) {
            sent.add(thing.form() instanceof Pack ? whole(path, List.of()) : path + " gone");
          }
        });
    cut().forEach((path, said) -> sent.add(said));
    return sent;
  }

  private static String whole(String path, List<Item> items) {
    return path + ": " + items.stream().map(item -> text(item.path(), item.object())).toList();
  }

  /** Whether any pack would be handed on as a whole. */
  boolean hasWholePacks() {
    return news.entrySet().stream()
        .anyMatch(
            row -> row.getValue().form() instanceof Pack && !isCut(row.getKey(), row.getValue()));
  }

  /** What becomes of the wanted entries of packs that are not wanted as a whole. */
  private Map<String, String> cut() {
    var present = new HashMap<String, Kind>();
    var said = new TreeMap<String, String>();
    var packs = new ArrayList<String>();
    news.forEach(
        (path, thing) -> {
          if (isCut(path, thing) && thing.form() instanceof Pack(List<Item> items)) {
            packs.add(path);
            for (Item item : items) {
              if (query.matches(item.path())) {
                present.put(item.path(), item.object().kind());
                said.put(item.path(), text(item.path(), item.object()));
              }
            }
          }
        });
    gone.forEach(
        (path, thing) -> {
          if (isCut(path, thing)) {
            packs.add(path);
          }
        });
    if (removals) {
      for (String path : packs) {
        if (before.get(path) instanceof Thing(long _, Pack(List<Item> items))) {
          items.stream()
              .map(Item::path)
              .filter(query::matches)
              .filter(item -> !isTold(item, present))
              .forEach(item -> said.put(item, item + " gone"));
        }
      }
    }
    return said;
  }

  private static boolean isTold(String path, Map<String, Kind> present) {
    String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return present.entrySet().stream()
        .anyMatch(
            other ->
                directory(other.getKey()).startsWith(name + "/")
                    || (other.getValue() != Kind.DIRECTORY
                        && path.startsWith(directory(other.getKey()))));
  }

  /** Such as {@code a/b FILE 644 text}. */
  static String text(String path, Single object) {
    return "%s %s %o %s".formatted(path, object.kind(), object.permissions(), object.text());
  }
}
