package dev.dateilager.app.program;

import dev.dateilager.app.json.Json;
import dev.dateilager.app.request.Output;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints what a command answers, in the form that was asked for (docs/cli.md "Answers"). */
final class Answers {
  private final PrintWriter out;
  private final Optional<Output> form;

  /**
   * @param form absent for the command's own
   */
  Answers(PrintWriter out, Optional<Output> form) {
    this.out = out;
    this.form = form;
  }

  /** The form that was asked for; absent for the command's own. */
  Optional<Output> form() {
    return form;
  }

  /**
   * One thing.
   *
   * @param own the command's own form, which Go's users know; may be no line at all
   * @param text lines for people
   * @param members of the JSON object
   */
  void one(List<String> own, List<String> text, Map<String, Object> members) {
    switch (form.orElse(null)) {
      case null -> own.forEach(out::println);
      case TEXT -> text.forEach(out::println);
      case JSON, NDJSON -> out.println(Json.of(members));
    }
  }

  /** One thing whose own form is its text. */
  void one(List<String> text, Map<String, Object> members) {
    one(text, text, members);
  }

  /** A list whose own form is its text: a line each. */
  <T> void list(Collection<T> elements, Row<T> row) throws DateiLagerException {
    try (Listing listing = listing()) {
      for (T element : elements) {
        listing.row(row.text(element), row.members(element));
      }
    }
  }

  /** How an element of a list is told. */
  interface Row<T> {
    /** As a line for people. */
    String text(T element);

    /** As the members of a JSON object. */
    Map<String, Object> members(T element);
  }

  /** Begins a list whose elements become known one after the other. */
  Listing listing() {
    return new Listing();
  }

  /** A list under way; closing it ends it. */
  final class Listing implements AutoCloseable {
    private boolean begun;

    /** The next element. */
    void row(String text, Map<String, Object> members) {
      switch (form.orElse(Output.TEXT)) {
        case TEXT -> out.println(text);
        case NDJSON -> out.println(Json.of(members));
        case JSON -> out.print((begun ? "," : "[") + Json.of(members));
      }
      begun = true;
    }

    @Override
    public void close() {
      if (form.equals(Optional.of(Output.JSON))) {
        out.println(begun ? "]" : "[]");
      }
    }
  }

  /** Members in this order: names and values in turn. */
  static Map<String, Object> members(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return members;
  }
}
