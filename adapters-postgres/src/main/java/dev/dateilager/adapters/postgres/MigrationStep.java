package dev.dateilager.adapters.postgres;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The numbered changes of schema.md §2, each a file of SQL. */
enum MigrationStep {
  INITIAL(1, "initial"),
  PACK_PATTERNS(2, "pack_patterns"),
  EXTERNAL_STORAGE(3, "external_storage"),
  IDENTICAL_OBJECT_INDEX(4, "identical_object_index"),
  CACHES_VERSIONS(5, "caches_versions"),
  REMOVE_NAMES_TAR(6, "remove_names_tar"),
  ADD_HASH_IDX(7, "add_hash_idx");

  /** Number of the last one. */
  static final int LAST = 7;

  private final int number;
  private final String base;

  MigrationStep(int number, String base) {
    this.number = number;
    this.base = base;
  }

  /**
   * The parts that it adds or changes, by name, as {@link SchemaShape} tells; empty: takes away.
   */
  Map<String, String> parts() {
    return switch (this) {
      case INITIAL ->
          Map.ofEntries(
              entry("type hash", "h1 uuid, h2 uuid"),
              entry("column dl.projects.id", "bigint NOT NULL"),
              entry("column dl.projects.latest_version", "bigint NOT NULL"),
              entry("constraint projects_pkey of dl.projects", "PRIMARY KEY (id)"),
              entry(
                  "index dl.projects_pkey",
                  "CREATE UNIQUE INDEX projects_pkey ON dl.projects USING btree (id)"),
              entry("column dl.objects.project", "bigint NOT NULL"),
              entry("column dl.objects.start_version", "bigint NOT NULL"),
              entry("column dl.objects.stop_version", "bigint"),
              entry("column dl.objects.path", "text NOT NULL"),
              entry("column dl.objects.hash", "hash NOT NULL"),
              entry("column dl.objects.mode", "bigint NOT NULL"),
              entry("column dl.objects.size", "bigint NOT NULL"),
              entry("column dl.objects.packed", "boolean NOT NULL"),
              entry(
                  "index dl.objects_idx",
                  "CREATE UNIQUE INDEX objects_idx ON dl.objects USING btree"
                      + " (project, start_version, stop_version, path text_pattern_ops)"),
              entry(
                  "index dl.objects_latest_idx",
                  "CREATE UNIQUE INDEX objects_latest_idx ON dl.objects USING btree"
                      + " (project, stop_version, path text_pattern_ops)"),
              entry("column dl.contents.hash", "hash NOT NULL"),
              entry("column dl.contents.bytes", "bytea NOT NULL"),
              entry("column dl.contents.names_tar", "bytea"),
              entry("storage of dl.contents.bytes", "EXTENDED"),
              entry("constraint contents_pkey of dl.contents", "PRIMARY KEY (hash)"),
              entry(
                  "index dl.contents_pkey",
                  "CREATE UNIQUE INDEX contents_pkey ON dl.contents USING btree (hash)"));
      case PACK_PATTERNS -> Map.of("column dl.projects.pack_patterns", "text[]");
      case EXTERNAL_STORAGE -> Map.of("storage of dl.contents.bytes", "EXTERNAL");
      case IDENTICAL_OBJECT_INDEX ->
          Map.of(
              "index dl.identical_objects_idx",
              "CREATE UNIQUE INDEX identical_objects_idx ON dl.objects USING btree"
                  + " (project, ((stop_version IS NULL)), path, hash, mode)"
                  + " WHERE (stop_version IS NULL)");
      case CACHES_VERSIONS ->
          Map.of(
              "column dl.cache_versions.version",
              "bigint NOT NULL DEFAULT",
              "column dl.cache_versions.hashes",
              "hash[] NOT NULL",
              "constraint cache_versions_pkey of dl.cache_versions",
              "PRIMARY KEY (version)",
              "index dl.cache_versions_pkey",
              "CREATE UNIQUE INDEX cache_versions_pkey ON dl.cache_versions USING btree (version)");
      case REMOVE_NAMES_TAR -> Map.of("column dl.contents.names_tar", "");
      case ADD_HASH_IDX ->
          Map.of(
              "index dl.objects_hash_idx",
              "CREATE INDEX objects_hash_idx ON dl.objects USING btree (hash)");
    };
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

  /** Its number and name, for people. */
  String label() {
    return "%06d_%s".formatted(number, base);
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
