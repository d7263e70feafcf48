package dev.dateilager.app.demo;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The checkout that this program was built in: what the demo shows when no directory is named. */
final class Checkout {
  private static final String BUILD_FILE = "pom.xml";
  private static final String BUILD_OUTPUT = "target";

  private Checkout() {}

  /**
   * Its directory.
   *
   * @throws FailedPrecondition if the program does not run from a checkout
   */
  static Path find() throws FailedPrecondition {
    Path program = program();
    for (Path above = program; above != null; above = above.getParent()) {
      Path module = above.getParent();
      if (above.endsWith(BUILD_OUTPUT)
          && module != null
          && module.getParent() != null
          && Files.isRegularFile(module.resolve(BUILD_FILE))
          && Files.isRegularFile(module.resolveSibling(BUILD_FILE))) {
        return module.getParent();
      }
    }
    throw new FailedPrecondition(
        "this program does not run from a checkout of its own: name a directory");
  }

  private static @Nullable Path program() {
    CodeSource source = Checkout.class.getProtectionDomain().getCodeSource();
    try {
      return source == null || source.getLocation() == null
          ? null
          : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      return null;
    }
  }

  /** What the build made, and makes again while one looks: each {@code target} beside a POM. */
  static Predicate<String> buildOutput(Path checkout) {
    return path -> {
      Path there = checkout.resolve(path);
      return there.endsWith(BUILD_OUTPUT) && Files.exists(there.resolveSibling(BUILD_FILE));
    };
  }
}
