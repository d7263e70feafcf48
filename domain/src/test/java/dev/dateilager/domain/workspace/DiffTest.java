package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of formats.md §5.3. */
class DiffTest {
  private static final ContentHash ONE = ContentHash.of(Blob.utf8("1"));
  private static final ContentHash TWO = ContentHash.of(Blob.utf8("2"));

  private static SummaryEntry entry(String path, long time, Optional<ContentHash> hash) {
    FileMode mode = new FileMode(path.endsWith("/") ? FileMode.DIRECTORY : 0644);
    return new SummaryEntry(path, mode, time, 1, 42, hash);
  }

  private static List<SummaryEntry> walk(String paths) {
    var entries = new ArrayList<SummaryEntry>();
    for (String path : paths.split(" ", -1)) {
      if (!path.isEmpty()) {
        entries.add(entry(path, 5, Optional.empty()));
      }
    }
    return entries;
  }

  private static String diff(List<SummaryEntry> walked, Summary old, Diff.Hashes hashes)
      throws Exception {
    return String.join(
        ", ",
        Diff.between(walked, old, hashes).stream()
            .map(change -> change.action() + " " + change.entry().path())
            .toList());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      quoteCharacter = '"',
      emptyValue = "",
      value = {
        "a, a/inner, \"ADD a/inner, REMOVE a\"",
        "a/inner, a, \"ADD a, REMOVE a/inner\"",
        "e/, e/x, ADD e/x",
        "e/x, e/, \"ADD e/, REMOVE e/x\"",
        "e/, \"\", REMOVE e/",
        "\"\", e/, ADD e/",
        "e/, e, \"ADD e, REMOVE e/\"",
        "e, e/, \"ADD e/, REMOVE e\"",
        "a/ b, abc b, \"REMOVE a/, ADD abc\"",
        "a/ b, a/x a/y c, \"ADD a/x, ADD a/y, REMOVE b, ADD c\"",
        "a b c, a b c, \"\"",
        "a, b, \"REMOVE a, ADD b\"",
        "b, a, \"ADD a, REMOVE b\"",
        "a/x a.txt, a/x a.txt, \"\"",
        "a a/b c, a/b c, REMOVE a",
        "d/ e/x, e/y, \"REMOVE d/, REMOVE e/x, ADD e/y\"",
      })
  void between_followsTheTable(String before, String after, String expected) throws Exception {
    assertThat(
            diff(
                walk(after),
                new Summary(9, walk(before)),
                entry -> {
                  throw new AssertionError("nothing has the latest time");
                }))
        .isEqualTo(expected);
  }

  @Test
  void between_seesEveryPartOfTheMetadata() throws Exception {
    var old = new SummaryEntry("a", new FileMode(0644), 5, 1, 42, Optional.empty());
    for (SummaryEntry now :
        List.of(
            new SummaryEntry("a", new FileMode(0600), 5, 1, 42, Optional.empty()),
            new SummaryEntry("a", new FileMode(0644), 6, 1, 42, Optional.empty()),
            new SummaryEntry("a", new FileMode(0644), 5, 2, 42, Optional.empty()),
            new SummaryEntry("a", new FileMode(0644), 5, 1, 43, Optional.empty()))) {
      assertThat(diff(List.of(now), new Summary(9, List.of(old)), _ -> Optional.of(ONE)))
          .isEqualTo("CHANGE a");
    }
  }

  @Test
  void between_comparesContentsOnlyOfTheLatestTime() throws Exception {
    var old = new Summary(5, List.of(entry("a", 5, Optional.of(ONE))));
    assertThat(diff(walk("a"), old, _ -> Optional.of(ONE))).isEmpty();
    assertThat(diff(walk("a"), old, _ -> Optional.of(TWO))).isEqualTo("CHANGE a");
    assertThat(diff(walk("a"), old, _ -> Optional.empty())).isEqualTo("REMOVE a");
    var without = new Summary(5, List.of(entry("a", 5, Optional.empty())));
    assertThat(diff(walk("a"), without, _ -> Optional.of(ONE))).isEqualTo("CHANGE a");
  }

  @Test
  void summary_hashesExactlyTheLatest() throws Exception {
    Summary summary =
        LatestHashes.summary(
            List.of(
                entry("a", 7, Optional.empty()),
                entry("b", 5, Optional.of(ONE)),
                entry("c", 7, Optional.of(ONE))),
            _ -> TWO);
    assertThat(summary)
        .isEqualTo(
            new Summary(
                7,
                List.of(
                    entry("a", 7, Optional.of(TWO)),
                    entry("b", 5, Optional.empty()),
                    entry("c", 7, Optional.of(ONE)))));
    assertThat(LatestHashes.summary(List.of(), _ -> TWO)).isEqualTo(Summary.EMPTY);
    assertThat(
            LatestHashes.summary(List.of(entry("a", -3, Optional.empty())), _ -> ONE)
                .latestModTimeNanos())
        .isEqualTo(-3);
  }
}
