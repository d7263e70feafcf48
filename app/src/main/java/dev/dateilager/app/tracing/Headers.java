package dev.dateilager.app.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks headers up for a propagator.
 *
 * @param find absent for those that are not there
 */
record Headers<C>(Function<String, Optional<String>> find) implements TextMapGetter<C> {
  /** None: W3C's propagators ask by name. */
  @Override
  public Iterable<String> keys(C carrier) {
    return List.of();
  }

  @Override
  public @Nullable String get(@Nullable C carrier, String name) {
    return find.apply(name).orElse(null);
  }
}
