package dev.dateilager.domain.staging;

import java.util.Locale;

/**
 * One thing about a node that was looked at.
 *
 * @param name stable, such as {@code free-inodes}
 * @param level how bad it is
 * @param found what was found
 * @param advice what to do about it; empty if nothing is to be done
 */
public record NodeCheck(String name, Level level, String found, String advice) {
  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Works, but worse than it could, or not for long. */
    WARNING,
    /** Does not work. */
    ERROR;

    /** The name as reports have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Nothing to be done. */
  public static NodeCheck ok(String name, String found) {
    return new NodeCheck(name, Level.OK, found, "");
  }

  /** Could be better. */
  public static NodeCheck warning(String name, String found, String advice) {
    return new NodeCheck(name, Level.WARNING, found, advice);
  }

  /** Must be mended. */
  public static NodeCheck error(String name, String found, String advice) {
    return new NodeCheck(name, Level.ERROR, found, advice);
  }
}
