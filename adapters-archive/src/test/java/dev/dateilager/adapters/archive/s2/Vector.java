package dev.dateilager.adapters.archive.s2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * One row of the tables in {@code vectors/}, which its README explains.
 *
 * @param length of the decoded data, if valid
 * @param sha256 of the decoded data, if valid
 * @param error if invalid
 * @param prefix decoded bytes before the error, in an invalid stream
 */
record Vector(
    String name, Kind kind, int length, String sha256, Optional<Problem> error, int prefix) {
  enum Kind {
    BLOCK,
    STREAM
  }

  private static final Pattern PREFIX = Pattern.compile("prefix=(\\d+)$");

  /** Every row of that kind with its encoded bytes, named. */
  static Stream<Arguments> all(Kind kind) {
    return rows()
        .filter(row -> row.get(1).equalsIgnoreCase(kind.name()))
        .map(row -> Arguments.of(vector(row), encoded(row)));
  }

  /** The encoded bytes of one row. */
  static byte[] named(String name) {
    return rows()
        .filter(row -> row.getFirst().equals(name))
        .map(Vector::encoded)
        .findFirst()
        .orElseThrow();
  }

  /** The encoded bytes of the vector in that file. */
  static byte[] file(String name) {
    try (InputStream file = Vector.class.getResourceAsStream("vectors/" + name)) {
      if (file == null) {
        throw new AssertionError("no vector " + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  boolean valid() {
    return error.isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }

  private static Stream<List<String>> rows() {
    return Stream.concat(rows("vectors.tsv"), rows("inline.tsv"));
  }

  private static Stream<List<String>> rows(String table) {
    return new String(file(table), UTF_8).lines().skip(1).map(row -> List.of(row.split("\t", -1)));
  }

  private static Vector vector(List<String> row) {
    boolean valid = row.get(2).equals("valid");
    Matcher prefix = PREFIX.matcher(row.get(7));
    return new Vector(
        row.get(0),
        Kind.valueOf(row.get(1).toUpperCase(Locale.ROOT)),
        valid ? Integer.parseInt(row.get(3)) : 0,
        row.get(4),
        valid ? Optional.empty() : Optional.of(problem(row.get(6))),
        prefix.find() ? Integer.parseInt(prefix.group(1)) : 0);
  }

  private static Problem problem(String error) {
    return switch (error) {
      case "corrupt" -> Problem.CORRUPT;
      case "crc" -> Problem.CHECKSUM;
      case "unsupported" -> Problem.UNSUPPORTED;
      default -> throw new AssertionError(error);
    };
  }

  private static byte[] encoded(List<String> row) {
    return row.size() > 8 ? HexFormat.of().parseHex(row.get(8)) : file(row.getFirst());
  }
}
