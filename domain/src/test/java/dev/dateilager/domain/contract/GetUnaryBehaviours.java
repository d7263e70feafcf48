package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code GetUnary} behaves (behaviours.md "JavaScript: gRPC client", semantics.md §4.3). */
public abstract class GetUnaryBehaviours extends GetBehaviours {
  /**
   * What {@code GetUnary} answers.
   *
   * @param version of the answer
   * @param objects in order
   */
  private record Unary(long version, List<ListedObject> objects) {
    /** Such as {@code a 128} with its content and {@code a 128 left out} without. */
    List<String> sizes() {
      return objects.stream()
          .map(
              object ->
                  "%s %d%s"
                      .formatted(
                          object.path(),
                          object.size(),
                          object.content().isPresent() ? "" : " left out"))
          .toList();
    }
  }

  private Unary unary(ReadRequest request, long maxContentBytes) throws DateiLagerException {
    var objects = new ArrayList<ListedObject>();
    long version =
        reads()
            .getUnary(
                ADMIN,
                request,
                maxContentBytes,
                (each, object) -> {
                  assertThat(each).isEqualTo(request.to().orElse(latest(request.project())));
                  objects.add(object);
                });
    return new Unary(version, objects);
  }

  private static ObjectUpdate[] files(String prefix, int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(i -> file("%s%02d".formatted(prefix, i), "x".repeat(bytes)))
        .toArray(ObjectUpdate[]::new);
  }

  @Test
  @DisplayName("can create and read multiple objects: content, mode, size and deleted flag equal")
  void getUnaryMultiple() throws Exception {
    project(P1, 0);
    var updates = new ArrayList<ObjectUpdate>();
    var expected = new ArrayList<ListedObject>();
    for (int i = 10; i < 30; i++) {
      FileMode mode = FileMode.file(i % 2 == 0 ? 0644 : 0755);
      updates.add(object("f" + i, mode, i + " v1"));
      expected.add(new ListedObject("f" + i, mode, 5, false, Optional.of(Blob.utf8(i + " v1"))));
    }
    var _ = update(updates.toArray(ObjectUpdate[]::new));

    assertThat(unary(latest(ALL), 0)).isEqualTo(new Unary(1, expected));
  }

  @Test
  @DisplayName("can create and read multiple objects with content size limit set")
  void getUnaryBelowTheLimit() throws Exception {
    project(P1, 0);
    var _ = update(files("f", 10, 128));
    assertThat(unary(latest(ALL), 256).objects()).hasSize(10).isEqualTo(objects(latest(ALL)));
  }

  @Test
  @DisplayName("doesn't return content for objects over limit with size limit set")
  void getUnaryOverTheLimit() throws Exception {
    project(P1, 0);
    var _ = update(files("a", 10, 64));
    var _ = update(files("b", 10, 128));
    assertThat(unary(latest(ALL), 100).sizes())
        .hasSize(20)
        .startsWith("a00 64", "a01 64")
        .endsWith("b08 128 left out", "b09 128 left out")
        .filteredOn(object -> object.endsWith("left out"))
        .hasSize(10);
  }

  // Not covered by the reference's tests

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void getUnary_withoutALimit_bringsWhatGetDoes(long limit) throws Exception {
    history(3, "a@1-2", "b@1", "d/@2", ">p/@2-3", ">q@3");
    for (ReadRequest request :
        List.of(
            latest(ALL),
            upTo(2, ALL),
            between(1, 3, ALL),
            latest(ObjectQuery.exact("b"), ObjectQuery.prefix("d")),
            between(2, 3, ObjectQuery.prefix("p")),
            latest(ObjectQuery.exact("q/1")))) {
      List<ListedObject> expected = objects(request);
      assertThat(expected).isNotEmpty();
      assertThat(unary(request, limit).objects()).isEqualTo(expected);
    }
  }

  @Test
  void getUnary_ofARange_tellsRemovalsWhateverTheLimit() throws Exception {
    history(2, "a@1-2", ">p/@1-2", "b@2");
    assertThat(unary(between(1, 2, ALL), 1).objects())
        .extracting(object -> object.path() + (object.deleted() ? " gone" : ""))
        .containsExactly("b", "a gone", "p/ gone");
  }

  @Test
  void getUnary_ofNothing_hasTheVersion() throws Exception {
    history(3, "a@1-2");
    assertThat(unary(latest(), 0)).isEqualTo(new Unary(3, List.of())); // wire.md oddity 1
    assertThat(unary(latest(ALL), 0)).isEqualTo(new Unary(3, List.of()));
    assertThat(unary(upTo(2, ALL), 0)).isEqualTo(new Unary(2, List.of()));
    assertThat(unary(upTo(9, ALL), 0)).isEqualTo(new Unary(3, List.of())); // semantics.md oddity 10
  }

  @Test
  void getUnary_measuresTheSizeThatWasTold() throws Exception {
    project(P1, 0);
    var mode = FileMode.file(0644);
    Optional<Blob> four = Optional.of(Blob.utf8("test"));
    var _ =
        update(
            new ObjectUpdate("high", mode, 1000, false, four),
            new ObjectUpdate("low", mode, 1, false, four),
            new ObjectUpdate("true", mode, 4, false, four));
    assertThat(unary(latest(ALL), 4).sizes())
        .containsExactly("high 1000 left out", "low 1", "true 4");
    assertThat(unary(latest(ALL), 3).sizes())
        .containsExactly("high 1000 left out", "low 1", "true 4 left out");
  }

  @Test
  void getUnary_ofAPackOverTheLimit_bringsItAsOneObject() throws Exception {
    project(P1, 1);
    Blob packed = packOf("p/a", "a", "p/b", "x".repeat(500));
    var _ = packRow(P1, "p/", 1, OptionalLong.empty(), packed);
    var pack = new ListedObject("p/", new FileMode(0), packed.length(), false, Optional.empty());

    for (ObjectQuery query : List.of(ALL, ObjectQuery.prefix("p"), ObjectQuery.exact("p/"))) {
      assertThat(unary(latest(query), packed.length() - 1).objects()).containsExactly(pack);
    }
    assertThat(unary(latest(ALL), packed.length()).sizes()).containsExactly("p/a 1", "p/b 500");
  }

  @Test
  void getUnary_ofAPackOverTheLimitWithoutASlash_bringsItUnderEveryPrefix() throws Exception {
    history(1, ">pack/a@1");
    for (String prefix : List.of("pack/", "pack/a", "pack/a/")) {
      assertThat(unary(latest(ObjectQuery.prefix(prefix)), 1).objects())
          .extracting(ListedObject::path)
          .containsExactly("pack/a");
    }
  }

  @Test
  void getUnary_insideAPackOverTheLimit_measuresItsObjects() throws Exception {
    project(P1, 1);
    Blob packed = packOf("p/a", "a", "p/b", "x".repeat(500), "p/c", "c");
    var _ = packRow(P1, "p/", 1, OptionalLong.empty(), packed);

    assertThat(unary(latest(ObjectQuery.exact("p/a")), 100).sizes()).containsExactly("p/a 1");
    assertThat(unary(latest(ObjectQuery.exact("p/b")), 100).sizes())
        .containsExactly("p/b 500 left out");
    assertThat(unary(latest(ObjectQuery.exact("p/b")), 500).sizes()).containsExactly("p/b 500");
  }

  @Test
  void getUnary_ofAMissingContent_isCorruptUnlessItIsLeftOut() throws Exception {
    history(1, "a@1");
    seeds().removeContent(ContentHash.of(Blob.utf8("a v1")));
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> unary(latest(ALL), 0))
        .withMessageContaining("'a'"); // I25
    assertThat(unary(latest(ALL), 3).sizes()).containsExactly("a 4 left out");
  }

  @Test
  void getUnary_ofAMissingProject_orByABadQuery_isRefused() throws Exception {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> unary(latest(), 0));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> unary(upTo(1, ALL), 0));
    history(1, "a@1");
    var bad = new ObjectQuery("a", true, List.of("b"), List.of());
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> unary(latest(ObjectQuery.exact("a"), bad), 0));
  }

  @Test
  void getUnary_withoutTheRole_isDenied() throws Exception {
    history(1, "a@1");
    for (Role role : List.of(READER, new Role.Project(P2))) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> reads().getUnary(role, latest(ALL), 0, (_, _) -> {}));
    }
    assertThat(reads().getUnary(OWNER, latest(ALL), 0, (_, _) -> {})).isEqualTo(1);
  }
}
