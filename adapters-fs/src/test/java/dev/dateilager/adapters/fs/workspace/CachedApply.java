package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.workspace.WorkspaceTree;
import dev.dateilager.domain.workspace.WorkspaceTree.Applied;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/** A program that takes one pack from a cache, and says how. */
final class CachedApply {
  static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));
  static final int FILES = 10;

  private CachedApply() {}

  /** Fills a cache with the pack: some files, and an empty one. */
  static void fill(FileCache cache) {
    for (int i = 0; i < FILES; i++) {
      cache.write("objects/" + PACK + "/p/" + i, "cached " + i);
    }
    cache.write("objects/" + PACK + "/p/empty", "");
  }

  /** Takes it, and tells in one line. */
  static String take(FileDirectory directory, FileCache cache) throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      Applied applied =
          tree.apply(
              new EntryScript().cached("p/", PACK).reader(),
              Optional.empty(),
              Optional.of(cache.directory()));
      return "linked %d, cloned %d, copied %d, missing %d, %s"
          .formatted(
              applied.linked(),
              applied.cloned(),
              applied.copied(),
              applied.missing().size(),
              new TreeMap<>(applied.obstacles()));
    }
  }

  /** Project and cache. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(
        take(new FileDirectory(Path.of(arguments[0])), new FileCache(Path.of(arguments[1]))));
  }
}
