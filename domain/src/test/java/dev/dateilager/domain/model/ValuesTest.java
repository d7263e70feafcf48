package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the smaller values. */
class ValuesTest {
  @Test
  void aVersionRange_isEmptyUnlessFromIsBelowTo() {
    assertThat(new VersionRange(0, 1).isEmpty()).isFalse();
    assertThat(new VersionRange(1, 1).isEmpty()).isTrue();
    assertThat(new VersionRange(2, 1).isEmpty()).isTrue();
    assertThat(new VersionRange(-5, -4).isEmpty()).isFalse();
    assertThat(new VersionRange(0, 1).reportsRemovals()).isFalse();
    assertThat(new VersionRange(1, 2).reportsRemovals()).isTrue();
    assertThat(new VersionRange(-1, 2).reportsRemovals()).isTrue(); // semantics.md §2
  }

  @Test
  void aCacheVersion_isNotNegative() {
    assertThat(new CacheVersion(0)).isLessThan(new CacheVersion(1)).hasToString("0");
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheVersion(-1));
  }

  @Test
  void aBlob_isItsBytesAndNeverChanges() {
    byte[] bytes = {1, 2, 3};
    Blob blob = Blob.copyOf(bytes);
    bytes[0] = 9;
    blob.toByteArray()[1] = 9;
    assertThat(blob).isEqualTo(Blob.owned(new byte[] {1, 2, 3}));
    assertThat(blob.hashCode()).isEqualTo(Blob.owned(new byte[] {1, 2, 3}).hashCode());
    assertThat(blob).isNotEqualTo(Blob.EMPTY).hasToString("Blob[3 bytes]"); // I23
    assertThat(Blob.copyOf(new byte[0])).isSameAs(Blob.EMPTY);
    assertThat(Blob.utf8("ü").length()).isEqualTo(2);
    assertThat(Blob.utf8("ü").toUtf8()).isEqualTo("ü");
  }

  @Test
  void anEntry_refusesWhatNoTarHolds() {
    var file = new ObjectPath("f");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry.RegularFile(new ObjectPath("f/"), 0644, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry.RegularFile(file, 0644, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry.RegularFile(file, 01000, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry.Directory(file, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry.Symlink(file, 0777, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry.Symlink(file, 0777, "a\0"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry.Symlink(file, 0777, "t".repeat(4096)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry.Symlink(file, 0777, "ü".repeat(2048)));
    assertThat(new Entry.Symlink(file, 0777, "ü".repeat(2047) + "t").target()).hasSize(2048);
  }

  @Test
  void aQuery_checksItsParts() throws Exception {
    new ObjectQuery("a", true, List.of("a", "ab"), List.of("anything")).validate();
    new ObjectQuery("a", false, List.of(), List.of("x")).validate();
    for (ObjectQuery bad :
        List.of(
            new ObjectQuery("a", false, List.of("a"), List.of()),
            new ObjectQuery("a", true, List.of("b"), List.of()),
            new ObjectQuery("a\0", true, List.of(), List.of()),
            new ObjectQuery("", true, List.of("\0"), List.of()),
            new ObjectQuery("", true, List.of(), List.of("\0")))) {
      assertThatExceptionOfType(InvalidArgument.class).isThrownBy(bad::validate);
    }
  }

  @Test
  void aQuery_matchesByPathIgnoresAndSubpaths() {
    var query = new ObjectQuery("a", true, List.of("ab"), List.of("ac", "ad"));
    assertThat(query.matches("ac/x")).isTrue();
    assertThat(query.matches("ad")).isTrue();
    assertThat(query.matches("ab")).isFalse();
    assertThat(query.matches("ae")).isFalse();
    assertThat(query.matches("b")).isFalse();
    assertThat(ObjectQuery.exact("a").matches("ab")).isFalse();
    assertThat(ObjectQuery.prefix("").matches("anything")).isTrue();
  }

  @Test
  void aQuery_copiesItsLists() {
    var ignores = new ArrayList<>(List.of("a"));
    var query = new ObjectQuery("", true, ignores, List.of());
    ignores.add("b");
    assertThat(query.ignores()).containsExactly("a");
  }

  @Test
  void anEnvironment_isNamedInAnyCase() {
    assertThat(Environment.named("Dev")).contains(Environment.DEV);
    assertThat(Environment.named("TEST")).contains(Environment.TEST);
    assertThat(Environment.named("production")).isEmpty();
    assertThat(Environment.PROD.isDevelopment()).isFalse();
    assertThat(Environment.TEST.isDevelopment()).isTrue();
  }
}
