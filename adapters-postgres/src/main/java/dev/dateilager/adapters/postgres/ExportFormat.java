package dev.dateilager.adapters.postgres;

/** The kinds of records of an export, in the order in which they come (docs/backup.md). */
final class ExportFormat {
  static final byte SCHEMA = 'M';
  static final byte PROJECT = 'P';
  static final byte OBJECT = 'O';
  static final byte CONTENT = 'C';
  static final byte CACHE = 'V';
  static final byte SEQUENCE = 'S';
  static final byte END = 'E';

  private static final String ORDER = "MPOCVSE";

  private ExportFormat() {}

  /** Where a kind stands in the order; -1 for what is none. */
  static int rank(byte kind) {
    return ORDER.indexOf(kind);
  }
}
