package dev.dateilager.domain.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a project ought to hold at each of its versions: plain maps from path to object, one a
 * version. Knows nothing of rows that begin and stop, which is what stores keep.
 */
final class ModelledProject {
  private final List<Map<String, Thing>> versions = new ArrayList<>(List.of(Map.of()));
  private long floor;

  /**
   * What lies at a path.
   *
   * @param since the version that brought it, in this form
   * @param form what it is
   */
  record Thing(long since, Form form) {}

  /** What may lie at a path. */
  sealed interface Form {}

  /**
   * A single object.
   *
   * @param kind file, directory or link
   * @param permissions nine bits
   * @param text of a file or link
   */
  record Single(Kind kind, int permissions, String text) implements Form {}

  /**
   * A pack.
   *
   * @param items by path, in the order in which they came
   */
  record Pack(List<Item> items) implements Form {}

  /**
   * An object in a pack.
   *
   * @param path its own
   * @param object what it is
   */
  record Item(String path, Single object) {}

  /** What an object may be. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK
  }

  /** The latest version. */
  long latest() {
    return versions.size() - 1L;
  }

  /** The lowest version of which everything is still known; below it a collector was. */
  long floor() {
    return floor;
  }

  /** What lies where at a version; above the latest as at the latest. */
  Map<String, Thing> at(long version) {
    return version <= 0 ? Map.of() : versions.get((int) Math.min(version, latest()));
  }

  /**
   * Applies an update (semantics.md §6).
   *
   * @param objects by path; absent for a delete
   * @param packOf the pack that a path lies in, if it does
   */
  void update(Map<String, Optional<Single>> objects, Function<String, Optional<String>> packOf) {
    long next = latest() + 1;
    Map<String, Thing> before = at(latest());
    var after = new TreeMap<>(before);
    boolean changed = false;
    var packed = new TreeMap<String, Map<String, Optional<Single>>>();
    var added = new TreeMap<String, Thing>();
    for (var object : objects.entrySet()) {
      String path = object.getKey();
      Optional<String> pack = packOf.apply(path);
      if (pack.isPresent()) {
        packed.computeIfAbsent(pack.get(), _ -> new TreeMap<>()).put(path, object.getValue());
      } else if (object.getValue().isEmpty()) {
        after.remove(path);
        changed = true;
      } else {
        Single wanted = object.getValue().get();
        Thing present = before.get(path);
        if (present == null || !present.form().equals(wanted)) {
          added.put(path, new Thing(next, wanted));
          changed = true;
        }
      }
    }
    for (String path : added.keySet()) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        String above = path.substring(0, slash + 1);
        if (!above.equals(path) && after.get(above) instanceof Thing(long _, Single _)) {
          after.remove(above);
        }
      }
    }
    after.putAll(added);
    for (var pack : packed.entrySet()) {
      Optional<List<Item>> old =
          before.get(pack.getKey()) instanceof Thing(long _, Pack(List<Item> items))
              ? Optional.of(items)
              : Optional.empty();
      List<Item> merged = merged(old.orElse(List.of()), pack.getValue());
      if (merged.isEmpty()) {
        after.remove(pack.getKey());
        changed = true;
      } else if (!old.equals(Optional.of(merged))) {
        after.put(pack.getKey(), new Thing(next, new Pack(merged)));
        changed = true;
      }
    }
    if (changed) {
      versions.add(Collections.unmodifiableMap(after));
    }
  }

  private static List<Item> merged(List<Item> old, Map<String, Optional<Single>> changes) {
    var merged = new ArrayList<Item>();
    var left = new TreeMap<>(changes);
    for (Item item : old) {
      String twin = twin(item.path());
      if (changes.containsKey(item.path())) {
        Optional<Single> change = changes.get(item.path());
        if (change != null && change.isPresent()) {
          merged.add(new Item(item.path(), change.get()));
        }
        left.remove(item.path());
      } else if (changes.getOrDefault(twin, Optional.empty()).isEmpty()) {
        merged.add(item);
      }
    }
    left.forEach((path, object) -> object.ifPresent(put -> merged.add(new Item(path, put))));
    return merged;
  }

  /** The other form of a name: with a trailing slash, or without it. */
  private static String twin(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
  }

  /** Makes this one hold what another held (semantics.md §7). */
  void mirror(Map<String, Thing> wanted) {
    long next = latest() + 1;
    Map<String, Thing> before = at(latest());
    var after = new TreeMap<String, Thing>();
    wanted.forEach(
        (path, thing) -> {
          Thing present = before.get(path);
          boolean same = present != null && present.form().equals(thing.form());
          after.put(path, same ? present : new Thing(next, thing.form()));
        });
    versions.add(Collections.unmodifiableMap(after));
  }

  /** Forgets what came after a version. */
  void takeBack(long version) {
    while (latest() > version) {
      versions.removeLast();
    }
  }

  /**
   * A new project that is made from this one: at the same version, with what lives now, and that
   * since it came. Of what was before, only this is known.
   */
  ModelledProject asTemplate() {
    var made = new ModelledProject();
    made.versions.clear();
    made.versions.addAll(versions);
    made.floor = latest();
    return made;
  }

  /** Notes that a collector kept so many versions. */
  void collected(long keepVersions) {
    floor = Math.max(floor, latest() - keepVersions);
  }
}
