package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.request.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private final StringWriter out = new StringWriter();

  private Answers answers(Optional<Output> form) {
    return new Answers(new PrintWriter(out), form);
  }

  private String one(Optional<Output> form) {
    answers(form).one(List.of("own"), List.of("two", "lines"), Answers.members("b", 1, "a", "x"));
    return said();
  }

  private String rows(Optional<Output> form, int count) {
    try (Answers.Listing listing = answers(form).listing()) {
      for (int i = 0; i < count; i++) {
        listing.row("row " + i, Answers.members("row", i));
      }
    }
    return said();
  }

  private String said() {
    String said = out.toString();
    out.getBuffer().setLength(0);
    return said;
  }

  @Test
  void oneThing_hasFourForms() {
    assertThat(one(Optional.empty())).isEqualTo("own\n");
    assertThat(one(Optional.of(Output.TEXT))).isEqualTo("two\nlines\n");
    assertThat(one(Optional.of(Output.JSON))).isEqualTo("{\"b\":1,\"a\":\"x\"}\n");
    assertThat(one(Optional.of(Output.NDJSON))).isEqualTo("{\"b\":1,\"a\":\"x\"}\n");
  }

  @Test
  void listing_isOneValueOrALineForEach() {
    assertThat(rows(Optional.empty(), 2)).isEqualTo("row 0\nrow 1\n");
    assertThat(rows(Optional.of(Output.TEXT), 2)).isEqualTo("row 0\nrow 1\n");
    assertThat(rows(Optional.of(Output.NDJSON), 2)).isEqualTo("{\"row\":0}\n{\"row\":1}\n");
    assertThat(rows(Optional.of(Output.JSON), 2)).isEqualTo("[{\"row\":0},{\"row\":1}]\n");
  }

  @Test
  void emptyListing_isStillJson() {
    assertThat(rows(Optional.empty(), 0)).isEmpty();
    assertThat(rows(Optional.of(Output.NDJSON), 0)).isEmpty();
    assertThat(rows(Optional.of(Output.JSON), 0)).isEqualTo("[]\n");
  }
}
