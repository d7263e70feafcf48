package dev.dateilager.app.program;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.util.Locale;

/** Whether this process can say every file name (F5). */
final class FileNames {
  private FileNames() {}

  /**
   * Refuses to touch trees in a locale in which Java reads other names than there are.
   *
   * @param encoding the property {@code sun.jnu.encoding}
   * @throws FailedPrecondition unless it is UTF-8
   */
  static void require(String encoding) throws FailedPrecondition {
    if (!encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8")) {
      throw new FailedPrecondition(
          ("the locale's encoding is %s, in which not every file name can be said: set"
                  + " LC_ALL=C.UTF-8 (bin/dateilager does)")
              .formatted(encoding));
    }
  }

  /** As {@link #require(String)} with this process's encoding. */
  static void require() throws FailedPrecondition {
    require(System.getProperty("sun.jnu.encoding", "unknown"));
  }
}
