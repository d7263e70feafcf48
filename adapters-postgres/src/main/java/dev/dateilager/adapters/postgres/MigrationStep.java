package dev.dateilager.adapters.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The numbered changes of schema.md §2, each a file of SQL. */
enum MigrationStep {
  INITIAL(1, "initial"),
  PACK_PATTERNS(2, "pack_patterns"),
  EXTERNAL_STORAGE(3, "external_storage"),
  IDENTICAL_OBJECT_INDEX(4, "identical_object_index"),
  CACHES_VERSIONS(5, "caches_versions"),
  REMOVE_NAMES_TAR(6, "remove_names_tar"),
  ADD_HASH_IDX(7, "add_hash_idx");

  private final int number;
  private final String base;

  MigrationStep(int number, String base) {
    this.number = number;
    this.base = base;
  }

  /** 1 for the first. */
  int number() {
    return number;
  }

  /** Whether it builds its index beside running writers, which no transaction can hold. */
  boolean isConcurrent() {
    return this == ADD_HASH_IDX;
  }

  /** As golang-migrate wants its files named. */
  String fileName() {
    return "%06d_%s.up.sql".formatted(number, base);
  }

  String sql() {
    try (InputStream file = MigrationStep.class.getResourceAsStream("migrations/" + fileName())) {
      if (file == null) {
        throw new IllegalStateException("migration '%s' is not in the jar".formatted(fileName()));
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
