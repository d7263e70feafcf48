package dev.dateilager.adapters.archive.tar;

/**
 * What a header says, extensions applied.
 *
 * @param name the full path, UTF-8
 * @param permissions the nine low bits of the mode field
 * @param type the typeflag (formats.md §3.1)
 * @param size bytes of the body, at least 0
 * @param link the link text; empty for other kinds
 */
record TarHeader(String name, int permissions, char type, long size, String link) {
  static final char FILE = '0';
  static final char SYMLINK = '2';
  static final char DIRECTORY = '5';
  static final char CACHED = 'C';
  static final char DELETED = 'D';
  static final char EXTENSION = 'x';
}
