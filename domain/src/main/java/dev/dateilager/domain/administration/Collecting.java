package dev.dateilager.domain.administration;

import dev.dateilager.domain.model.ProjectId;
import java.util.OptionalLong;

/** What a garbage collection is to look at (semantics.md §8). */
public sealed interface Collecting {
  /**
   * The versions of one project that are not to be kept, and their contents.
   *
   * @param project which
   * @param keepVersions how many of the latest versions stay whole, at least 1
   * @param from only what began after this version; absent for 0
   */
  record OneProject(ProjectId project, long keepVersions, OptionalLong from) implements Collecting {
    /** Checks the count. */
    public OneProject {
      requireVersions(keepVersions);
    }
  }

  /**
   * The same for projects picked at random.
   *
   * @param percent how likely each project is picked, 0 to 100
   * @param keepVersions how many of the latest versions stay whole, at least 1
   * @param from only what began after this version; absent for 0
   */
  record RandomProjects(float percent, long keepVersions, OptionalLong from) implements Collecting {
    /** Checks the numbers. */
    public RandomProjects {
      requirePercent(percent);
      requireVersions(keepVersions);
    }
  }

  /**
   * Contents that nobody refers to, among some picked at random.
   *
   * @param percent how many of all contents are looked at, 0 to 100
   */
  record Contents(float percent) implements Collecting {
    /** Checks the number. */
    public Contents {
      requirePercent(percent);
    }
  }

  private static void requireVersions(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("versions to keep must be 1 or more, got " + count);
    }
  }

  private static void requirePercent(float percent) {
    if (!(percent >= 0 && percent <= 100)) { // also refuses what is no number
      throw new IllegalArgumentException("a sample is 0 to 100 percent, got " + percent);
    }
  }
}
