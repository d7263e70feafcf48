package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory does not grow with an update or a listing: a small heap does for a large project. */
@ExtendWith(TestDatabase.Resolver.class)
final class LargeUpdateTest {
  private static final String OBJECTS = "30000";

  private final TestDatabase database;

  LargeUpdateTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void empty() throws Exception {
    database.empty();
  }

  @Test
  @Timeout(600)
  void update_ofManyObjects_fitsASmallHeap() throws Exception {
    String uri =
        "postgres:///dl?user=postgres&host="
            + database.server().address().toString().replaceFirst(".*@(.*):.*", "$1");
    try (ChildJvm child =
        ChildJvm.start(
            LargeUpdateMain.class,
            List.of("-Xmx48m", "-XX:+UseSerialGC"),
            uri,
            database.spool().toString(),
            OBJECTS)) {
      assertThat(child.line()).startsWith("first: Committed[version=1]");
      assertThat(child.line()).startsWith("same: Unchanged[version=1]");
      assertThat(child.line()).startsWith("other: Committed[version=2]");
      assertThat(child.line()).startsWith("all: listed 30006 rows");
      assertThat(child.line()).startsWith("difference: listed 30006 rows");
      assertThat(child.finish()).isZero();
    }
  }
}
