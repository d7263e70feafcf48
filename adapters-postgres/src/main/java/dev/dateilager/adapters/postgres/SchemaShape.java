package dev.dateilager.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parts that a schema has of those that the catalogue lives by: type, columns, indexes,
 * constraints and storage. What else a database holds is nobody's business here.
 */
final class SchemaShape {
  private static final String TABLES = "('projects', 'objects', 'contents', 'cache_versions')";

  /** Each row: name, definition, whether statements work as well where nobody expects it. */
  private static final String PARTS =
      """
      SELECT 'column dl.' || c.relname || '.' || a.attname,
        CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace
             THEN format_type(a.atttypid, a.atttypmod)
             WHEN t.typcategory = 'A' THEN substr(t.typname, 2) || '[]'
             ELSE t.typname::text END
          || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
          || CASE WHEN a.atthasdef OR a.attidentity <> '' THEN ' DEFAULT' ELSE '' END,
        NOT a.attnotnull OR a.atthasdef OR a.attidentity <> ''
      FROM pg_attribute AS a
      JOIN pg_class AS c ON c.oid = a.attrelid
      JOIN pg_type AS t ON t.oid = a.atttypid
      WHERE c.relnamespace = to_regnamespace('dl') AND c.relname IN %1$s
        AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT 'index dl.' || i.relname,
        regexp_replace(pg_get_indexdef(i.oid), ' WITH \\([^)]*\\)', '')
          || CASE WHEN x.indisvalid THEN '' ELSE ' (invalid)' END,
        NOT x.indisunique
      FROM pg_index AS x
      JOIN pg_class AS i ON i.oid = x.indexrelid
      JOIN pg_class AS c ON c.oid = x.indrelid
      WHERE c.relnamespace = to_regnamespace('dl') AND c.relname IN %1$s
      UNION ALL
      SELECT 'constraint ' || o.conname || ' of dl.' || c.relname, pg_get_constraintdef(o.oid),
        false
      FROM pg_constraint AS o
      JOIN pg_class AS c ON c.oid = o.conrelid
      WHERE c.relnamespace = to_regnamespace('dl') AND c.relname IN %1$s AND o.contype <> 'n'
      UNION ALL
      SELECT 'storage of dl.contents.bytes',
        CASE a.attstorage WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' WHEN 'm' THEN 'MAIN'
             ELSE 'PLAIN' END,
        false
      FROM pg_attribute AS a
      WHERE a.attrelid = to_regclass('dl.contents') AND a.attname = 'bytes'
      UNION ALL
      SELECT 'type hash',
        string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', '
          ORDER BY a.attnum),
        false
      FROM pg_type AS t JOIN pg_attribute AS a ON a.attrelid = t.typrelid
      WHERE t.oid = to_regtype('hash') AND a.attnum > 0 AND NOT a.attisdropped
      HAVING count(*) > 0
      """
          .formatted(TABLES);

  private final SortedMap<String, String> parts;
  private final Set<String> spare;

  private SchemaShape(SortedMap<String, String> parts, Set<String> spare) {
    this.parts = parts;
    this.spare = spare;
  }

  /**
   * How one shape is not as another.
   *
   * @param harmful each a part that is missing, otherwise, or in the way of statements
   * @param harmless each a part too many that no statement meets
   */
  record Difference(List<String> harmful, List<String> harmless) {
    Difference {
      harmful = List.copyOf(harmful);
      harmless = List.copyOf(harmless);
    }
  }

  /** What a database has. */
  static SchemaShape of(Connection connection) throws SQLException {
    var parts = new TreeMap<String, String>();
    var spare = new HashSet<String>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(PARTS)) {
      while (rows.next()) {
        parts.put(rows.getString(1), rows.getString(2));
        if (rows.getBoolean(3)) {
          spare.add(rows.getString(1));
        }
      }
    }
    return new SchemaShape(parts, spare);
  }

  /** What a database has after so many steps. */
  static SchemaShape after(long steps) {
    var parts = new TreeMap<String, String>();
    for (MigrationStep step : MigrationStep.values()) {
      if (step.number() <= steps) {
        step.parts().forEach((name, definition) -> change(parts, name, definition));
      }
    }
    return new SchemaShape(parts, Set.of());
  }

  private static void change(Map<String, String> parts, String name, String definition) {
    if (definition.isEmpty()) {
      parts.remove(name);
    } else {
      parts.put(name, definition);
    }
  }

  /** Whether nothing of it is there. */
  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** How this is not as {@code expected}. */
  Difference from(SchemaShape expected) {
    var harmful = new ArrayList<String>();
    var harmless = new ArrayList<String>();
    expected.parts.forEach(
        (name, definition) -> {
          String found = parts.get(name);
          if (found == null) {
            harmful.add("%s is missing (%s)".formatted(name, definition));
          } else if (!found.equals(definition)) {
            harmful.add("%s is '%s', expected '%s'".formatted(name, found, definition));
          }
        });
    parts.forEach(
        (name, definition) -> {
          if (!expected.parts.containsKey(name)) {
            (spare.contains(name) ? harmless : harmful)
                .add("%s is not expected (%s)".formatted(name, definition));
          }
        });
    return new Difference(harmful, harmless);
  }
}
