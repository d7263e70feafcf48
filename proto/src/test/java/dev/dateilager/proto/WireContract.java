package dev.dateilager.proto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What two peers must agree on, as a set of facts; each is one line that needs no other line to be
 * understood, so that two contracts differ exactly in the facts that only one of them has.
 *
 * @param facts the lines, made by the functions below alone
 */
record WireContract(SortedSet<String> facts) {

  /** How often a field occurs. {@code PACKED} is a repeated number. */
  enum Label {
    SINGULAR,
    OPTIONAL,
    REPEATED,
    PACKED
  }

  /** Which side of a method streams. */
  enum Kind {
    UNARY,
    CLIENT_STREAMING,
    SERVER_STREAMING,
    BIDI_STREAMING
  }

  WireContract {
    facts = Collections.unmodifiableSortedSet(new TreeSet<>(facts));
  }

  static WireContract of(Collection<String> facts) {
    return new WireContract(new TreeSet<>(facts));
  }

  static String syntax(String name) {
    return "syntax " + name;
  }

  static String packageName(String name) {
    return "package " + name;
  }

  static String goPackage(String name) {
    return "go_package '" + name + "'";
  }

  static String service(String fullName) {
    return "service " + fullName;
  }

  static String method(String fullName, Kind kind, String request, String response) {
    return "method %s: %s %s -> %s".formatted(fullName, kind, request, response);
  }

  static String message(String fullName) {
    return "message " + fullName;
  }

  static String field(String message, String name, int number, Label label, String type) {
    return "field %s.%s = %d: %s %s".formatted(message, name, number, label, type);
  }

  static String enumType(String name) {
    return "enum " + name;
  }

  static String oneof(String message, String name, List<String> fields) {
    return "oneof %s.%s: %s".formatted(message, name, String.join(", ", fields));
  }

  static String reservedNumber(String message, int number) {
    return "reserved number %s %d".formatted(message, number);
  }

  static String reservedName(String message, String name) {
    return "reserved name %s.%s".formatted(message, name);
  }

  static String enumValue(String enumeration, String name, int number) {
    return "enum value %s.%s = %d".formatted(enumeration, name, number);
  }

  /** The methods alone, as full names with their kinds and types. */
  SortedSet<String> methods() {
    return facts.subSet("method ", "method!");
  }

  /** The facts that {@code described} lacks, then those that it has beyond this contract. */
  List<String> differences(WireContract described) {
    var differences = new ArrayList<String>();
    for (var fact : facts) {
      if (!described.facts.contains(fact)) {
        differences.add("missing: " + fact);
      }
    }
    for (var fact : described.facts) {
      if (!facts.contains(fact)) {
        differences.add("not agreed: " + fact);
      }
    }
    return differences;
  }
}
