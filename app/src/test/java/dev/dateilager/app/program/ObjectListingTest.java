package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import dev.dateilager.app.request.Delivery;
import dev.dateilager.app.request.Output;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ObjectListingTest {
  private static final List<ListedObject> OBJECTS =
      List.of(
          object("a", FileMode.file(0640), "one"),
          object("e/", FileMode.directory(0755), ""),
          object("l\n", FileMode.symlink(), "a"),
          new ListedObject("gone", FileMode.file(0755), 0, true, Optional.empty()));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static ListedObject object(String path, FileMode mode, String text) {
    return new ListedObject(path, mode, text.length(), false, Optional.of(Blob.utf8(text)));
  }

  private void list(Optional<Output> form, boolean contents) {
    var log =
        new LogSink(
                new PrintWriter(err, true),
                LogSettings.DEFAULT,
                InstantSource.system(),
                ZoneOffset.UTC)
            .named("test");
    var answers = new Answers(new PrintWriter(out, true), form);
    try (Answers.Listing listing = answers.listing()) {
      var objects = new ObjectListing(log, answers, listing, new Delivery.Listing(contents));
      OBJECTS.forEach(object -> objects.accept(7, object));
      assertThat(objects.count()).isEqualTo(4);
    }
  }

  @Test
  void withoutAForm_objectsAreLoggedAsGoDoes() {
    list(Optional.empty(), false);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("{\"dl.object.path\":\"a\",\"dl.object.content\":\"one\",\"dl.version\":7}")
        .contains("deleted object\t{\"dl.object.path\":\"gone\"");
  }

  @Test
  void text_isALineForEach_whateverThePathHolds() {
    list(Optional.of(Output.TEXT), false);

    assertThat(out.toString())
        .isEqualTo(
            """
            -rw-r-----\t3\ta
            drwxr-xr-x\t0\te/
            lrwxrwxrwx\t1\tl\\u000a
            deleted\t0\tgone
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void ndjson_tellsEverything_andContentsOnlyIfAsked() {
    list(Optional.of(Output.NDJSON), true);

    assertThat(out.toString().lines())
        .containsExactly(
            "{\"path\":\"a\",\"kind\":\"file\",\"mode\":416,\"permissions\":\"0640\",\"size\":3,"
                + "\"deleted\":false,\"version\":7,\"content\":\"b25l\"}",
            "{\"path\":\"e/\",\"kind\":\"directory\",\"mode\":2147484141,\"permissions\":\"0755\","
                + "\"size\":0,\"deleted\":false,\"version\":7,\"content\":\"\"}",
            "{\"path\":\"l\\n\",\"kind\":\"symlink\",\"mode\":134218239,\"permissions\":\"0777\","
                + "\"size\":1,\"deleted\":false,\"version\":7,\"content\":\"YQ==\"}",
            "{\"path\":\"gone\",\"kind\":\"file\",\"mode\":493,\"permissions\":\"0755\","
                + "\"size\":0,\"deleted\":true,\"version\":7}");
    out.getBuffer().setLength(0);

    list(Optional.of(Output.JSON), false);
    assertThat(out.toString()).startsWith("[{").endsWith("}]\n").doesNotContain("content");
  }
}
