package dev.dateilager.proto;

import dev.dateilager.proto.WireContract.Kind;
import dev.dateilager.proto.WireContract.Label;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the contract written down in docs/spec/wire.md: the table of section 1, and of each section
 * headed "Service" its table of methods, its table of messages and its paragraph on enums.
 *
 * <p>What it does not understand in these places it refuses, so that no row is passed over.
 */
final class WireTables {
  private static final Pattern SERVICE_HEADING =
      Pattern.compile("## \\d+\\. Service `([\\w.]+)\\.(\\w+)`");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern SYNTAX = Pattern.compile("`(\\w+)`, package `(\\w+)`");
  private static final Pattern RESERVED =
      Pattern.compile("\\*reserved number (\\d+), reserved name `(\\w+)`\\*");
  private static final Pattern UNUSED = Pattern.compile("\\*number \\d+ unused\\*.*");
  private static final Pattern ENUM_VALUE = Pattern.compile("(\\w+) = (\\d+)");
  private static final Set<String> NUMERIC = Set.of("int64", "bool", "float");
  private static final Set<String> SCALAR = Set.of("int64", "bool", "float", "string", "bytes");

  private static final List<String> METHOD_COLUMNS =
      List.of("Method", "Kind", "Request", "Response", "Role needed");
  private static final List<String> FIELD_COLUMNS =
      List.of("Message", "Field", "No.", "Type", "Label");

  private final Set<String> facts = new LinkedHashSet<>();

  private WireTables() {}

  /**
   * Reads the document.
   *
   * @throws IllegalArgumentException if a part is missing or a row is not understood
   */
  static WireContract parse(String markdown) {
    var tables = new WireTables();
    int services = 0;
    for (var section : markdown.split("(?m)^(?=## )", -1)) {
      var heading = SERVICE_HEADING.matcher(section.lines().findFirst().orElse(""));
      if (heading.matches()) {
        tables.readService(section, heading.group(1), heading.group(2));
        services++;
      } else if (section.startsWith("## 1. ")) {
        tables.readGeneral(section);
      }
    }
    if (services == 0) {
      throw new IllegalArgumentException("no section is headed 'Service'");
    }
    return WireContract.of(tables.facts);
  }

  private void readGeneral(String section) {
    for (var row : table(section, List.of("Fact", "Value"))) {
      var value = row.get(1);
      switch (row.get(0)) {
        case "Protobuf syntax / package" -> {
          var syntax = matched(SYNTAX, value);
          facts.add(WireContract.syntax(syntax.group(1)));
          facts.add(WireContract.packageName(syntax.group(2)));
        }
        case "Services on the wire" ->
            QUOTED
                .matcher(value)
                .results()
                .forEach(q -> facts.add(WireContract.service(q.group(1))));
        case "Option `go_package`" -> {
          var quoted = QUOTED.matcher(value);
          if (!quoted.lookingAt()) {
            throw new IllegalArgumentException("no go_package in '%s'".formatted(value));
          }
          facts.add(WireContract.goPackage(quoted.group(1)));
        }
        default -> {} // not about the descriptors
      }
    }
  }

  private void readService(String section, String packageName, String serviceName) {
    var service = packageName + "." + serviceName;
    facts.add(WireContract.service(service));
    for (var row : table(section, METHOD_COLUMNS)) {
      readMethod(packageName, service, row);
    }
    String message = "";
    for (var row : table(section, FIELD_COLUMNS)) {
      if (!row.getFirst().isEmpty()) {
        message = packageName + "." + unquote(row.getFirst());
        facts.add(WireContract.message(message));
      } else if (message.isEmpty()) {
        throw new IllegalArgumentException("no message is named before " + row);
      }
      readField(packageName, message, row);
    }
    section
        .lines()
        .dropWhile(line -> !line.startsWith("Enums: "))
        .takeWhile(line -> !line.isBlank())
        .reduce((one, next) -> one + " " + next)
        .ifPresent(paragraph -> readEnums(packageName, paragraph));
  }

  private void readMethod(String packageName, String service, List<String> row) {
    var kind =
        switch (row.get(1)) {
          case "unary" -> Kind.UNARY;
          case "client streaming" -> Kind.CLIENT_STREAMING;
          case "server streaming" -> Kind.SERVER_STREAMING;
          default -> throw new IllegalArgumentException("unknown kind of method in " + row);
        };
    boolean clientStreams = row.get(2).startsWith("stream ");
    boolean serverStreams = row.get(3).startsWith("stream ");
    if (clientStreams != (kind == Kind.CLIENT_STREAMING)
        || serverStreams != (kind == Kind.SERVER_STREAMING)) {
      throw new IllegalArgumentException("kind and types contradict each other in " + row);
    }
    facts.add(
        WireContract.method(
            service + "/" + unquote(row.get(0)),
            kind,
            packageName + "." + unquote(row.get(2).replaceFirst("^stream ", "")),
            packageName + "." + unquote(row.get(3).replaceFirst("^stream ", ""))));
  }

  private void readField(String packageName, String message, List<String> row) {
    var name = row.get(1);
    var reserved = RESERVED.matcher(name);
    if (reserved.matches()) {
      facts.add(WireContract.reservedNumber(message, Integer.parseInt(reserved.group(1))));
      facts.add(WireContract.reservedName(message, reserved.group(2)));
    } else if (!name.equals("– empty –") && !UNUSED.matcher(name).matches()) {
      int number = Integer.parseInt(plain(row.get(2)));
      var type = plain(row.get(3)).replaceFirst(" \\(.*\\)$", "");
      facts.add(
          WireContract.field(
              message,
              unquote(name),
              number,
              label(row.get(4), type),
              SCALAR.contains(type) ? type : declared(packageName, type)));
    }
  }

  private void readEnums(String packageName, String paragraph) {
    var enumerations = new ArrayList<String>();
    var values = new ArrayList<Matcher>();
    QUOTED
        .matcher(paragraph)
        .results()
        .map(quoted -> quoted.group(1))
        .forEach(
            quoted -> {
              var value = ENUM_VALUE.matcher(quoted);
              if (value.matches()) {
                values.add(value);
              } else {
                enumerations.add(packageName + "." + quoted);
              }
            });
    for (var enumeration : enumerations) {
      facts.add(WireContract.enumType(enumeration));
      for (var value : values) {
        facts.add(
            WireContract.enumValue(enumeration, value.group(1), Integer.parseInt(value.group(2))));
      }
    }
  }

  private static Label label(String text, String type) {
    return switch (text) {
      case "opt" -> Label.OPTIONAL;
      case "rep" -> NUMERIC.contains(type) ? Label.PACKED : Label.REPEATED;
      case "" -> Label.SINGULAR;
      default -> {
        if (text.startsWith("since ")) {
          yield Label.SINGULAR;
        }
        throw new IllegalArgumentException("unknown label '%s'".formatted(text));
      }
    };
  }

  private static String declared(String packageName, String type) {
    return type.startsWith("enum ")
        ? "enum " + packageName + "." + unquote(type.substring("enum ".length()))
        : packageName + "." + unquote(type);
  }

  /**
   * The rows under that header, each as long as {@code columns}; trailing columns may be absent.
   */
  private static List<List<String>> table(String section, List<String> columns) {
    var rows = new ArrayList<List<String>>();
    boolean inside = false;
    for (var line : (Iterable<String>) section.lines()::iterator) {
      if (!line.startsWith("|")) {
        inside = false;
        continue;
      }
      var cells = cells(line);
      if (inside) {
        if (cells.size() > columns.size()) {
          throw new IllegalArgumentException("too many cells in '%s'".formatted(line));
        }
        while (cells.size() < columns.size()) {
          cells.add("");
        }
        if (!cells.stream().allMatch(cell -> cell.isEmpty() || cell.matches("-+"))) {
          rows.add(cells);
        }
      } else {
        int least = Math.min(4, columns.size()); // a table without labels has four columns
        inside =
            cells.size() >= least
                && cells.size() <= columns.size()
                && columns.subList(0, cells.size()).equals(cells);
      }
    }
    if (rows.isEmpty()) {
      var heading = section.lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "no table with the columns %s under '%s'".formatted(columns, heading));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    for (var cell : line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private static String plain(String cell) {
    return cell.replace("**", "");
  }

  private static String unquote(String cell) {
    return matched(QUOTED, cell).group(1);
  }

  private static Matcher matched(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is not of the form %s".formatted(text, pattern));
    }
    return matcher;
  }
}
