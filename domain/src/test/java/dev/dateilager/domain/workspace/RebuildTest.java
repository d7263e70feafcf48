package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.contract.InMemoryCache;
import dev.dateilager.domain.contract.InMemoryDirectory;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.contract.PlainSummaryCodec;
import dev.dateilager.domain.contract.ScriptedProjectSource;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a rebuild makes of servers that break, lie or refer to caches. */
@Timeout(60)
class RebuildTest {
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));

  private final PlainPackCodec codec = new PlainPackCodec();
  private final ScriptedProjectSource source = new ScriptedProjectSource();
  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final InMemoryCache cache = new InMemoryCache();

  private RebuildResult rebuild() throws DateiLagerException {
    var request =
        new RebuildRequest(
            PROJECT,
            "",
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Optional.of(cache.directory()),
            NameMatcher.ANYTHING,
            true,
            3);
    try (WorkspaceTree tree = directory.open()) {
      return new Rebuild(source, codec::open, new PlainSummaryCodec()).rebuild(tree, request);
    }
  }

  private Blob file(String path) {
    var writer = codec.create();
    writer.add(new Entry.RegularFile(new ObjectPath(path), 0644, path.length()), Blob.utf8(path));
    return writer.finish();
  }

  private Blob cached(String path) {
    var writer = codec.create();
    writer.add(new Entry.CachedReference(new ObjectPath(path), PACK), Blob.EMPTY);
    return writer.finish();
  }

  private static CompressedPart part(long version, Blob packed) {
    return new CompressedPart(version, packed, Optional.empty());
  }

  private void assertNothingRecorded() {
    assertThat(directory.state()).isEmpty();
  }

  @Test
  void rebuild_whenTheVersionChangesWithinTheStream_isCorrupt() {
    source.answer(part(3, file("a")), part(4, file("b")));
    assertThatThrownBy(this::rebuild).isInstanceOf(Corrupt.class).hasMessageContaining("3 to 4");
    assertNothingRecorded();
    assertThat(source.closed()).isTrue();
  }

  @Test
  void rebuild_whenTheStreamBreaks_recordsNothing_andTheNextConverges() throws Exception {
    source.answerThenFail(new Unavailable("stream broke"), part(3, file("a")), part(3, file("b")));
    assertThatThrownBy(this::rebuild).isInstanceOf(Unavailable.class);
    assertNothingRecorded();
    source.answer(part(3, file("a")), part(3, file("b")));
    assertThat(rebuild().version()).isEqualTo(3);
    assertThat(source.lastFrom()).isZero();
    assertThat(directory.tree()).containsOnlyKeys("a", "b");
  }

  @Test
  void rebuild_whenTheDeadlinePasses_isAFailure_thoughWorkIsStillQueued() {
    var parts = new CompressedPart[40];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(3, file("f" + i));
    }
    source.answerThenFail(new Cancelled("deadline", true), parts);
    assertThatThrownBy(this::rebuild).isInstanceOf(Cancelled.class);
    assertNothingRecorded();
  }

  @Test
  void rebuild_whenAMessageIsDamaged_recordsNothing() {
    source.answer(part(3, file("a")), part(3, Blob.utf8("no pack at all")));
    assertThatThrownBy(this::rebuild).isInstanceOf(Corrupt.class);
    assertNothingRecorded();
    assertThat(source.closed()).isTrue();
  }

  @Test
  void rebuild_whenTheCacheLacksWhatItLists_asksOnceMoreWithoutIt() throws Exception {
    cache.write("versions", "7\n");
    source.answer(part(3, cached("p/")));
    source.answer(part(3, file("p/1")));
    RebuildResult result = rebuild();
    assertThat(source.offered()).containsExactly(Set.of(new CacheVersion(7)), Set.of());
    assertThat(result.count()).isEqualTo(1);
    assertThat(result.detail().cacheIncomplete()).isTrue();
    assertThat(directory.tree()).containsOnlyKeys("p/1");
  }

  @Test
  void rebuild_whenTheServerRefersToACacheThatWasNotOffered_isCorrupt() {
    source.answer(part(3, cached("p/")));
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("not offered");
    assertNothingRecorded();
    cache.write("versions", "7\n");
    source.answer(part(3, cached("p/")));
    source.answer(part(3, cached("p/")));
    assertThatThrownBy(this::rebuild).isInstanceOf(Corrupt.class);
    assertNothingRecorded();
  }

  @Test
  void rebuild_countsARemovedPackAsNothing_butRecordsTheVersion() throws Exception {
    directory.write("p/old", "old");
    source.answer(new CompressedPart(4, Blob.EMPTY, Optional.of(new ObjectPath("p/"))));
    RebuildResult result = rebuild();
    assertThat(result.version()).isEqualTo(4);
    assertThat(result.count()).isZero();
    assertThat(result.fileMatch()).isFalse();
    assertThat(directory.tree()).isEmpty();
    assertThat(directory.state()).containsEntry("version", "4");
  }

  @Test
  void rebuild_appliesNestedPacksInTheOrderOfTheStream() throws Exception {
    Blob outer = file("p/own");
    Blob inner = file("p/in/own");
    var innerOpened = new CountDownLatch(1);
    var overtaken = new AtomicBoolean();
    PackOpener opener =
        packed -> {
          if (packed.equals(inner)) {
            innerOpened.countDown();
          } else {
            overtaken.set(awaited(innerOpened));
          }
          return codec.open(packed);
        };
    source.answer(
        new CompressedPart(4, outer, Optional.of(new ObjectPath("p/"))),
        new CompressedPart(4, inner, Optional.of(new ObjectPath("p/in/"))));
    try (WorkspaceTree tree = directory.open()) {
      new Rebuild(source, opener, new PlainSummaryCodec())
          .rebuild(tree, RebuildRequest.latest(PROJECT, 3));
    }
    assertThat(overtaken).isFalse();
    assertThat(directory.tree()).containsOnlyKeys("p/own", "p/in/own");
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupt) {
      throw new AssertionError(interrupt);
    }
  }
}
