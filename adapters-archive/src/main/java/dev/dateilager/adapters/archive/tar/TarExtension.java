package dev.dateilager.adapters.archive.tar;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of an {@code x} header. Only those that change nothing we keep are passed over: any
 * other key, one that comes twice, or a length that does not hold, is an error (I21).
 *
 * @param path replaces the name if present
 * @param linkPath replaces the link text if present
 */
record TarExtension(Optional<String> path, Optional<String> linkPath) {
  static final TarExtension NONE = new TarExtension(Optional.empty(), Optional.empty());

  private static final Set<String> PASSED_OVER =
      Set.of("mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment");

  static TarExtension parse(byte[] body) throws TarFormatException {
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < body.length) {
      int length = recordLength(body, at);
      int start = at + Integer.toString(length).length() + 1;
      int equals = start;
      while (equals < at + length && body[equals] != '=') {
        equals++;
      }
      if (equals >= at + length - 1 || body[at + length - 1] != '\n') {
        throw new TarFormatException("tar extension record at byte %d is malformed".formatted(at));
      }
      String key = TarFields.utf8(body, start, equals - start, "extension key");
      String value =
          TarFields.utf8(body, equals + 1, at + length - 1 - (equals + 1), "extension " + key);
      if (records.put(key, value) != null) {
        throw new TarFormatException("tar extension says '%s' twice".formatted(key));
      }
      at += length;
    }
    Optional<String> path = Optional.ofNullable(records.remove("path"));
    Optional<String> linkPath = Optional.ofNullable(records.remove("linkpath"));
    records.keySet().removeAll(PASSED_OVER);
    if (!records.isEmpty()) {
      throw new TarFormatException(
          "tar extension says '%s', which no pack holds"
              .formatted(records.keySet().iterator().next()));
    }
    return new TarExtension(path, linkPath);
  }

  /** The number before the first blank: decimal, no leading zero, within the body. */
  private static int recordLength(byte[] body, int at) throws TarFormatException {
    int length = 0;
    int i = at;
    while (i < body.length && body[i] >= '0' && body[i] <= '9' && length < body.length) {
      length = length * 10 + (body[i] - '0');
      i++;
    }
    boolean sound =
        i > at
            && i < body.length
            && body[i] == ' '
            && body[at] != '0'
            && length <= body.length - at;
    if (!sound || length < i - at + 4) {
      throw new TarFormatException(
          "tar extension record at byte %d has no sound length".formatted(at));
    }
    return length;
  }
}
