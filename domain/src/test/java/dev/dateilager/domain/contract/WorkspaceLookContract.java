package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree;
import dev.dateilager.domain.workspace.WorkspaceTree.Content;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link WorkspaceTree} must hold to where it keeps its state and looks at the
 * directory; {@link WorkspaceTreeContract} adds what changes it.
 */
abstract class WorkspaceLookContract {
  private static final WorkspaceTree.LeftOut NOTHING_LEFT_OUT =
      (name, why) -> {
        throw new AssertionError(name + ": " + why);
      };

  HandmadeDirectory directory;
  HandmadeCache cache;

  /** An empty directory. */
  protected abstract HandmadeDirectory newDirectory();

  /** A cache that is not there yet. */
  protected abstract HandmadeCache newCache();

  /** What becomes of a link's text where the platform cannot keep all of them. */
  protected String kept(String linkText) {
    return linkText;
  }

  @BeforeEach
  void setUp() {
    directory = newDirectory();
    cache = newCache();
  }

  // State.

  @Test
  void state_isKept_andReadAsOthersWriteIt() throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).isZero();
      assertThat(tree.summary()).isEmpty();
      tree.recordVersion(17);
      tree.recordSummary(Blob.utf8("summary"));
      tree.recordSummary(Blob.EMPTY);
      tree.recordVersion(18);
    }
    assertThat(directory.state()).containsEntry("version", "18").containsEntry("sum.s2", "");
    assertThat(directory.state().keySet()).isSubsetOf("version", "sum.s2", "diff.s2");
    directory.writeState("version", " 4\n");
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).isEqualTo(4);
      assertThat(tree.summary()).contains(Blob.EMPTY);
    }
  }

  @Test
  void version_whenDamaged_isReported() {
    directory.writeState("version", "4x");
    assertThatThrownBy(
            () -> {
              try (WorkspaceTree tree = directory.open()) {
                tree.version();
              }
            })
        .isInstanceOf(Corrupt.class);
  }

  @Test
  void open_writesNothing() throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.scan(NOTHING_LEFT_OUT)).isEmpty();
    }
    assertThat(directory.state()).isEmpty();
  }

  @Test
  void open_whileOpen_isRefused() throws Exception {
    directory.writeState("version", "1");
    try (WorkspaceTree first = directory.open()) {
      assertThatThrownBy(() -> directory.open()).isInstanceOf(Aborted.class);
      assertThat(first.version()).isEqualTo(1);
      assertThatThrownBy(() -> directory.open()).isInstanceOf(Aborted.class);
    }
    directory.open().close();
  }

  // Looking.

  @Test
  void scan_goesInTheWalkOrder_andLooksLikeASummary() throws Exception {
    directory.write("b", new byte[5], 0640);
    directory.write("a/x", "1");
    directory.write("a.txt", "1");
    directory.mkdir("e/empty");
    directory.symlink("l", "nowhere");
    directory.write("\uFF5E", "1"); // sorts after the next by UTF-16, before it by bytes
    directory.write("\uD83D\uDE00", "1");
    directory.writeState("version", "1");
    try (WorkspaceTree tree = directory.open()) {
      List<SummaryEntry> entries = tree.scan(NOTHING_LEFT_OUT);
      assertThat(entries)
          .extracting(SummaryEntry::path)
          .containsExactly("a/x", "a.txt", "b", "e/empty/", "l", "\uFF5E", "\uD83D\uDE00");
      assertThat(entries.get(2).mode()).isEqualTo(new FileMode(0640));
      assertThat(entries.get(2).size()).isEqualTo(5);
      assertThat(entries.get(3).mode()).isEqualTo(new FileMode(FileMode.DIRECTORY));
      assertThat(entries.get(4).mode()).isEqualTo(new FileMode(FileMode.SYMLINK));
      assertThat(entries.get(4).size()).isZero();
      assertThat(entries).allMatch(entry -> entry.hash().isEmpty() && entry.modTimeNanos() > 0);
      for (SummaryEntry entry : entries) {
        assertThat(tree.look(new ObjectPath(entry.path()))).contains(entry);
      }
    }
  }

  @Test
  void scanBelow_givesOnePart() throws Exception {
    directory.write("a/b/c", "1");
    directory.write("a/b/d/e", "1");
    directory.write("a/bb", "1");
    directory.symlink("l", "a");
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.scanBelow(new ObjectPath("a/b/"), NOTHING_LEFT_OUT))
          .extracting(SummaryEntry::path)
          .containsExactly("a/b/c", "a/b/d/e");
      assertThat(tree.scanBelow(new ObjectPath("l"), NOTHING_LEFT_OUT)).hasSize(1);
      assertThat(tree.scanBelow(new ObjectPath("l/b"), NOTHING_LEFT_OUT)).isEmpty();
      assertThat(tree.scanBelow(new ObjectPath("absent"), NOTHING_LEFT_OUT)).isEmpty();
    }
  }

  @Test
  void look_givesNothingForDirectoriesWithContent_andBehindLinks() throws Exception {
    directory.write("a/b", "1");
    directory.symlink("l", "a");
    try (WorkspaceTree tree = directory.open()) {
      for (String path : List.of("a", "l/b", "absent", "a/b/c", ".dl")) {
        assertThat(tree.look(new ObjectPath(path))).as(path).isEmpty();
        assertThat(tree.read(new ObjectPath(path))).as(path).isEmpty();
        assertThat(tree.hash(new ObjectPath(path))).as(path).isEmpty();
      }
    }
  }

  @Test
  void read_givesContentAndRealModes() throws Exception {
    directory.write("f", new byte[] {1, 2}, 0640);
    directory.symlink("l", "far/away/");
    directory.mkdir("d");
    try (WorkspaceTree tree = directory.open()) {
      Content file = tree.read(new ObjectPath("f")).orElseThrow();
      assertThat(file.bytes()).isEqualTo(Blob.copyOf(new byte[] {1, 2}));
      assertThat(file.entry().mode()).isEqualTo(FileMode.file(0640));
      Content link = tree.read(new ObjectPath("l")).orElseThrow();
      assertThat(link.bytes()).isEqualTo(Blob.utf8(kept("far/away/")));
      assertThat(link.entry().mode().kind()).isEqualTo(FileMode.Kind.SYMLINK);
      assertThat(link.entry().mode().permissions()).isEqualTo(0777);
      Content empty = tree.read(new ObjectPath("d/")).orElseThrow();
      assertThat(empty.bytes()).isEqualTo(Blob.EMPTY);
      assertThat(empty.entry().path()).isEqualTo("d/");
      assertThat(empty.entry().mode().kind()).isEqualTo(FileMode.Kind.DIRECTORY);
      assertThat(empty.entry().mode().permissions()).isNotZero();
      for (String path : List.of("f", "l", "d/")) {
        assertThat(tree.hash(new ObjectPath(path)))
            .contains(ContentHash.of(tree.read(new ObjectPath(path)).orElseThrow().bytes()));
      }
    }
  }

  @Test
  void read_refusesFilesThatAreTooLarge() throws Exception {
    directory.write("f", new byte[11], 0644);
    try (WorkspaceTree tree = directory.open(10)) {
      assertThatThrownBy(() -> tree.read(new ObjectPath("f")))
          .isInstanceOf(ResourceExhausted.class)
          .hasMessageContaining("11 bytes");
      assertThat(tree.hash(new ObjectPath("f"))).isPresent();
    }
    try (WorkspaceTree tree = directory.open(11)) {
      assertThat(tree.read(new ObjectPath("f"))).isPresent();
    }
  }
}
