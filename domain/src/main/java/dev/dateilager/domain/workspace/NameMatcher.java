package dev.dateilager.domain.workspace;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.Optional;

/**
 * Tells whether names fit an include and an exclude glob (client.md §2.10), in time linear in the
 * name (I27). Safe for use by many threads.
 */
public final class NameMatcher {
  /** Fits every name. */
  public static final NameMatcher ANYTHING = new NameMatcher(Optional.empty(), Optional.empty());

  private final Optional<Pattern> include;
  private final Optional<Pattern> exclude;

  private NameMatcher(Optional<Pattern> include, Optional<Pattern> exclude) {
    this.include = include;
    this.exclude = exclude;
  }

  /**
   * A matcher of names that fit {@code include} and do not fit {@code exclude}.
   *
   * @param include glob; empty fits everything
   * @param exclude glob; empty fits nothing
   * @throws InvalidArgument if a glob breaks the syntax
   */
  public static NameMatcher of(String include, String exclude) throws InvalidArgument {
    return new NameMatcher(compile(include), compile(exclude));
  }

  private static Optional<Pattern> compile(String glob) throws InvalidArgument {
    if (glob.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(Glob.toRegex(glob), Pattern.DOTALL));
    } catch (PatternSyntaxException tooLarge) {
      throw new InvalidArgument("glob '%s' cannot be used".formatted(glob), tooLarge);
    }
  }

  /** Whether the whole of {@code name} fits. */
  public boolean matches(String name) {
    return include.map(glob -> glob.matches(name)).orElse(true)
        && !exclude.map(glob -> glob.matches(name)).orElse(false);
  }
}
