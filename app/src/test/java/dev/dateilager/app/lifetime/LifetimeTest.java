package dev.dateilager.app.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifetimeTest {
  private final List<String> closed = new ArrayList<>();
  private final Lifetime lifetime = new Lifetime();

  @Test
  void close_closesInReverseOrderAndOnce() {
    lifetime.owns(() -> closed.add("first"));
    lifetime.owns(() -> closed.add("second"));

    lifetime.close();
    lifetime.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void close_closesTheRestWhateverFails() {
    lifetime.owns(() -> closed.add("first"));
    lifetime.owns(
        () -> {
          throw new IOException("second");
        });
    lifetime.owns(
        () -> {
          throw new IllegalArgumentException("third");
        });

    var failure = catchThrowableOfType(IllegalStateException.class, lifetime::close);

    assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(IOException.class);
    assertThat(closed).containsExactly("first");
  }
}
