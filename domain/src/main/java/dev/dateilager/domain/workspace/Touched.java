package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a rebuild wrote or removed, and so where the summary has to be renewed (client.md
 * oddity 23). Names are relative, without trailing slash. Not thread-safe.
 */
final class Touched {
  /** Names whose own entry may have changed, but nothing below them. */
  private final Set<String> alone = new HashSet<>();

  /** Files and links that were written: nothing is below them any more. */
  private final Set<String> leaves = new HashSet<>();

  /** Packs: everything at and below them was replaced. */
  private final Set<String> packs = new HashSet<>();

  /** Directories that a message asked for by name. */
  private final Set<String> directories = new HashSet<>();

  /** Directories above what was removed. */
  private final Set<String> aboveRemoved = new HashSet<>();

  /** Directories above anything that was touched. */
  private final Set<String> above = new HashSet<>();

  void add(Collection<Entry> entries, Optional<ObjectPath> packPath) {
    if (packPath.isPresent()) {
      String name = packPath.get().relative();
      packs.add(name);
      addAncestors(name, above);
      return; // its entries lie below its path
    }
    for (Entry entry : entries) {
      String name = entry.path().relative();
      addAncestors(name, above);
      switch (entry) {
        case Entry.RegularFile _, Entry.Symlink _ -> leaves.add(name);
        case Entry.CachedReference _ -> packs.add(name);
        case Entry.Directory _ -> directories.add(name);
        case Entry.Deletion _ -> {
          alone.add(name);
          addAncestors(name, aboveRemoved);
        }
      }
    }
  }

  private static void addAncestors(String name, Set<String> into) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      if (!into.add(name.substring(0, slash))) {
        return; // then those further up are in it too
      }
    }
  }

  /** Directories to remove if they are empty, the deepest first. */
  List<ObjectPath> prunable() {
    return aboveRemoved.stream()
        .filter(name -> !directories.contains(name))
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(ObjectPath::new)
        .toList();
  }

  /** Whether the old summary's entry says nothing any more. */
  boolean outdates(SummaryEntry entry) {
    String name = WalkOrder.plain(entry.path());
    if (alone.contains(name)
        || leaves.contains(name)
        || packs.contains(name)
        || directories.contains(name)
        || above.contains(name)) {
      return true;
    }
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      String parent = name.substring(0, slash);
      if (leaves.contains(parent) || packs.contains(parent)) {
        return true;
      }
    }
    return false;
  }

  /** Names to look at one by one. */
  List<ObjectPath> toLookAt() {
    var names = new HashSet<>(above);
    names.addAll(leaves);
    names.addAll(directories);
    names.removeAll(packs);
    var paths = new ArrayList<ObjectPath>(names.size());
    for (String name : names) {
      paths.add(new ObjectPath(name));
    }
    return paths;
  }

  /** Names to scan with everything below them; none lies within another. */
  List<ObjectPath> toScan() {
    return packs.stream().filter(name -> !liesInPack(name)).map(ObjectPath::new).toList();
  }

  private boolean liesInPack(String name) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      if (packs.contains(name.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
