package dev.dateilager.bench;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A golden copy shaped like {@code node_modules}: small files, a few in each directory. */
final class MadeCache {
  private static final int FILES_PER_DIRECTORY = 8;

  private MadeCache() {}

  /** Stores a version of so many packs with so many files each. */
  static GoldenCopy fill(GoldenStore store, CacheVersion version, int packs, int files)
      throws DateiLagerException {
    Set<ContentHash> hashes = new HashSet<>();
    try (GoldenStore.Download adding = store.begin()) {
      for (int pack = 0; pack < packs; pack++) {
        ContentHash hash = ContentHash.of(Blob.utf8("pack " + version + " " + pack));
        try (var entries = new MadePack(pack, files)) {
          adding.add(hash, entries);
        }
        hashes.add(hash);
      }
      return adding.list(version, hashes);
    }
  }

  private static final class MadePack implements EntryReader {
    private final int pack;
    private final int files;
    private int next;
    private int left;

    private MadePack(int pack, int files) {
      this.pack = pack;
      this.files = files;
    }

    @Override
    public Optional<Entry> next() {
      if (next == files) {
        return Optional.empty();
      }
      int file = next++;
      left = 200 + file % 3000;
      String path =
          "node_modules/pack%d/lib/part%d/file%d.js"
              .formatted(pack, file / FILES_PER_DIRECTORY, file);
      return Optional.of(new Entry.RegularFile(new ObjectPath(path), 0644, left));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = Math.min(length, left);
      left -= n;
      return n == 0 ? -1 : n;
    }

    @Override
    public void close() {}
  }
}
