package dev.dateilager.app.program;

import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Delivery;
import dev.dateilager.app.request.Output;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.workspace.ProjectSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How {@code client get} tells of objects: as lines of the log, of text, or as JSON. */
final class ObjectListing implements ProjectSource.ObjectSink {
  private static final int LOGGED_CONTENT_BYTES = 10;

  private final Log log;
  private final Answers.Listing listing;
  private final Optional<Output> form;
  private final boolean contents;
  private long count;

  ObjectListing(Log log, Answers answers, Answers.Listing listing, Delivery.Listing delivery) {
    this.log = log;
    this.listing = listing;
    this.form = answers.form();
    this.contents = delivery.contents();
  }

  long count() {
    return count;
  }

  @Override
  public void accept(long version, ListedObject object) {
    count++;
    if (form.isEmpty()) {
      log.info(
          object.deleted() ? "deleted object" : "object",
          "dl.object.path",
          object.path(),
          "dl.object.content",
          beginning(object),
          "dl.version",
          version);
      return;
    }
    listing.row(text(object), members(version, object));
  }

  /** The beginning of a content, as text. */
  private static String beginning(ListedObject object) {
    byte[] bytes = object.content().orElse(Blob.EMPTY).shared();
    return new String(
        Arrays.copyOf(bytes, Math.min(bytes.length, LOGGED_CONTENT_BYTES)), StandardCharsets.UTF_8);
  }

  private static String text(ListedObject object) {
    return "%s\t%d\t%s"
        .formatted(
            object.deleted() ? "deleted" : letters(object.mode()), object.size(), path(object));
  }

  /** Of one line, whatever the path holds: what is no printable character shows as an escape. */
  private static String path(ListedObject object) {
    var shown = new StringBuilder();
    object
        .path()
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** As {@code ls} has it, such as {@code -rw-r--r--}. */
  private static String letters(FileMode mode) {
    var letters = new StringBuilder();
    letters.append(
        switch (mode.kind()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
        });
    for (int bit = 8; bit >= 0; bit--) {
      letters.append((mode.permissions() >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
    }
    return letters.toString();
  }

  private Map<String, Object> members(long version, ListedObject object) {
    Map<String, Object> members =
        Answers.members(
            "path",
            object.path(),
            "kind",
            object.mode().kind().name().toLowerCase(Locale.ROOT),
            "mode",
            object.mode().bits(),
            "permissions",
            "%04o".formatted(object.mode().permissions()),
            "size",
            object.size(),
            "deleted",
            object.deleted(),
            "version",
            version);
    if (contents) {
      object
          .content()
          .ifPresent(
              bytes -> members.put("content", Base64.getEncoder().encodeToString(bytes.shared())));
    }
    return members;
  }
}
