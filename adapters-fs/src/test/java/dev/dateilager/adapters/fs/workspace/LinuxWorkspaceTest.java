package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.SummaryEntry;
import dev.dateilager.domain.workspace.WorkspaceTree;
import dev.dateilager.domain.workspace.WorkspaceTree.Applied;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a real Linux file system shows: inodes, FIFOs, names that are no text, locks. */
class LinuxWorkspaceTest {
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));

  @TempDir private Path temporary;
  private Path root;
  private FileDirectory directory;
  private FileCache cache;

  @BeforeEach
  void setUp() {
    root = temporary.resolve("project");
    directory = new FileDirectory(root);
    cache = new FileCache(temporary.resolve("cache"));
  }

  private Applied apply(EntryScript script) throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      return tree.apply(script.reader(), Optional.empty(), Optional.of(cache.directory()));
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  @Test
  void apply_linksCachedFiles_butNotEmptyOnes_andNeverWritesThem() throws Exception {
    Path packed = temporary.resolve("cache/objects/" + PACK + "/p/a");
    cache.write("objects/" + PACK + "/p/a/full", "full");
    cache.write("objects/" + PACK + "/p/a/empty", "");
    Files.createSymbolicLink(packed.resolve("link"), Path.of("full"));
    Applied applied = apply(new EntryScript().cached("p/a/", PACK));
    assertThat(applied.linked()).isEqualTo(1);
    assertThat(applied.copied()).isEqualTo(1);
    assertThat(inode(root.resolve("p/a/full"))).isEqualTo(inode(packed.resolve("full")));
    assertThat(inode(root.resolve("p/a/empty"))).isNotEqualTo(inode(packed.resolve("empty")));
    assertThat(root.resolve("p/a/link")).isSymbolicLink();

    apply(new EntryScript().file("p/a/full", 0600, "new").file("p/a/empty", "new"));
    assertThat(packed.resolve("full")).hasContent("full"); // I7
    assertThat(packed.resolve("empty")).isEmptyFile();
    assertThat(cache.tree()).containsEntry("objects/" + PACK + "/p/a/full", "644 full");
  }

  @Test
  void apply_copiesFromACacheOnAnotherFileSystem() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shared)
            && !Files.getFileStore(shared).equals(Files.getFileStore(temporary)),
        "needs /dev/shm on a file system of its own");
    Path elsewhere = Files.createTempDirectory(shared, "dateilager");
    try {
      cache = new FileCache(elsewhere);
      cache.write("objects/" + PACK + "/p/a/full", "full");
      DiskByHand.write(elsewhere.resolve("objects/" + PACK + "/p/a/run"), new byte[] {'r'}, 0555);
      Applied applied = apply(new EntryScript().cached("p/a/", PACK));
      assertThat(applied.linked()).isZero();
      assertThat(applied.copied()).isEqualTo(2);
      assertThat(directory.tree()).isEqualTo(Map.of("p/a/full", "644 full", "p/a/run", "555 r"));
    } finally {
      DiskByHand.remove(elsewhere);
    }
  }

  @Test
  void apply_takesNoPackThatIsReachedThroughALink_orHoldsSpecialFiles() throws Exception {
    ContentHash special = ContentHash.of(Blob.utf8("special"));
    Path objects = temporary.resolve("cache/objects");
    Files.createDirectories(objects.resolve(special + "/q/a"));
    run("mkfifo", objects.resolve(special + "/q/a/fifo").toString());
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/p/a"));
    Files.writeString(elsewhere.resolve("secret"), "secret");
    Files.createSymbolicLink(objects.resolve(PACK.hex()), temporary.resolve("elsewhere"));
    assertThat(apply(new EntryScript().cached("p/a/", PACK).cached("q/a/", special)).missing())
        .hasSize(2);
    Files.delete(objects.resolve(PACK.hex()));
    Files.createDirectory(objects.resolve(PACK.hex()));
    Files.createSymbolicLink(
        objects.resolve(PACK.hex()).resolve("p"), temporary.resolve("elsewhere/p"));
    assertThat(apply(new EntryScript().cached("p/a/", PACK)).missing()).hasSize(1);
    assertThat(directory.tree()).isEmpty();
  }

  @Test
  void apply_neverTouchesWhatLiesOutside_whateverLinksAreThere() throws Exception {
    Path outside = Files.createDirectories(temporary.resolve("outside/sub"));
    Files.writeString(outside.resolve("kept"), "kept");
    directory.symlink("out", outside.toString());
    directory.symlink("deep/out", "../../outside");
    apply(
        new EntryScript()
            .deletion("out/kept")
            .file("out/new", "1")
            .symlink("deep/out/sub/kept", "x")
            .deletion("deep/out/sub/kept"));
    try (WorkspaceTree tree = directory.open()) {
      directory.symlink("again", outside.toString());
      tree.apply(
          new EntryScript().file("again/kept", "2").reader(),
          Optional.of(new ObjectPath("again/")),
          Optional.empty());
      directory.symlink("pruned", temporary.resolve("outside").toString());
      tree.prune(List.of(new ObjectPath("pruned/sub"), new ObjectPath("pruned")));
    }
    assertThat(DiskByHand.tree(temporary.resolve("outside"), ""))
        .isEqualTo(Map.of("sub/kept", "644 kept"));
  }

  @Test
  void scan_leavesOutSpecialFilesAndStrangeNames_andSaysSo() throws Exception {
    directory.write("a", "1");
    run("mkfifo", root.resolve("fifo").toString());
    Files.createDirectory(root.resolve("d"));
    run("mkfifo", root.resolve("d/fifo").toString());
    run("sh", "-c", "cd '" + root + "' && touch \"$(printf 'bad\\377name')\"");
    run("sh", "-c", "cd '" + root + "' && ln -s \"$(printf 'bad\\377text')\" link");
    var leftOut = new TreeMap<String, String>();
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.scan(leftOut::put)).extracting(SummaryEntry::path).containsExactly("a");
    }
    assertThat(leftOut).containsOnlyKeys("fifo", "d/fifo", "bad\uFFFDname", "link");
    assertThat(leftOut.get("fifo")).contains("FIFO");
  }

  @Test
  @Timeout(20)
  void read_doesNotBlockOnAFifo() throws Exception {
    Files.createDirectories(root);
    run("mkfifo", root.resolve("fifo").toString());
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.read(new ObjectPath("fifo"))).isEmpty();
      assertThat(tree.hash(new ObjectPath("fifo"))).isEmpty();
      assertThat(tree.look(new ObjectPath("fifo"))).isEmpty();
    }
    apply(new EntryScript().file("fifo", "now a file"));
    assertThat(directory.tree()).containsEntry("fifo", "755 now a file");
  }

  @Test
  void scan_givesSpecialBitsAndNanoseconds() throws Exception {
    directory.write("a", "1");
    run("chmod", "6751", root.resolve("a").toString());
    run("touch", "-d", "2024-05-06T07:08:09.123456789Z", root.resolve("a").toString());
    try (WorkspaceTree tree = directory.open()) {
      SummaryEntry entry = tree.look(new ObjectPath("a")).orElseThrow();
      assertThat(entry.mode().bits()).isEqualTo(0751 | 1L << 23 | 1L << 22);
      assertThat(entry.modTimeNanos()).isEqualTo(1714979289123456789L);
      assertThat(entry.inode()).isEqualTo(inode(root.resolve("a")));
    }
  }

  @Test
  void open_refusesAStateDirectoryThatIsALink_andARootThatIsNone() throws Exception {
    Files.createDirectories(root);
    Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve(".dl"), temporary.resolve("elsewhere"));
    assertThatThrownBy(() -> directory.open()).isInstanceOf(FailedPrecondition.class);
    Files.delete(root.resolve(".dl"));
    try (WorkspaceTree tree = directory.open()) { // it may also come later
      Files.createSymbolicLink(root.resolve(".dl"), temporary.resolve("elsewhere"));
      assertThatThrownBy(() -> tree.recordVersion(1)).isInstanceOf(FailedPrecondition.class);
    }
    assertThat(temporary.resolve("elsewhere")).isEmptyDirectory();
    Path file = Files.writeString(temporary.resolve("file"), "1");
    assertThatThrownBy(() -> new FileDirectory(file).open()).isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void open_followsALinkInTheRootsPlaceOnce() throws Exception {
    directory.write("a", "1");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), root);
    try (WorkspaceTree tree = new FileDirectory(link).open()) {
      assertThat(tree.scan((_, _) -> {})).extracting(SummaryEntry::path).containsExactly("a");
    }
  }

  @Test
  void open_removesWhatACrashLeft() throws Exception {
    directory.write(".dl/tmp/1/half", "half");
    directory.write(".dl/version", "3");
    directory.open().close();
    assertThat(directory.state()).containsOnlyKeys("diff.s2", "version");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void open_whileAnotherProcessHoldsTheLock_isRefused() throws Exception {
    directory.writeState("version", "3");
    Process holder = ChildJvm.start(LockHolder.class, root.toString());
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('h');
      assertThatThrownBy(() -> directory.open()).isInstanceOf(Aborted.class);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    directory.open().close();
  }

  @Test
  void summary_ofAFileOfManyGigabytes_isRefusedUnread() throws Exception {
    directory.writeState("sum.s2", "x".repeat(FileDirectory.MAX_SUMMARY_BYTES));
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.summary()).isPresent();
      try (var file = FileChannel.open(root.resolve(".dl/sum.s2"), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.allocate(1), 1L << 40); // a hole, mostly
      }
      assertThatThrownBy(tree::summary)
          .isInstanceOf(ResourceExhausted.class)
          .hasMessageContaining(root + "/.dl/sum.s2' has more than 1048576 bytes");
    }
  }

  @Test
  void recordVersion_flushesFirst_thenMovesTheName() throws Exception {
    var order = new ArrayList<String>();
    try (WorkspaceTree tree =
        DirectoryWorkspaceTree.open(
            new LinuxDisk(), root, 1, 1000, 1000, new RecordingFlushes(order, root))) {
      tree.apply(new EntryScript().file("a", "1").reader(), Optional.empty(), Optional.empty());
      tree.recordSummary(Blob.utf8("summary"));
      order.clear();
      tree.recordVersion(5);
    }
    assertThat(order)
        .containsExactly("flush, version none", "force, version none", "names, version 5");
  }

  @Test
  void wholeFileSystem_flushesWithoutComplaint() throws Exception {
    try (WorkspaceTree tree =
        DirectoryWorkspaceTree.open(
            new LinuxDisk(), root, 1, 1000, 1000, FlushedWrites.WHOLE_FILE_SYSTEM)) {
      tree.apply(new EntryScript().file("a", "1").reader(), Optional.empty(), Optional.empty());
      tree.recordVersion(5);
    }
    assertThat(directory.state()).containsEntry("version", "5");
  }

  /** Notes what is flushed and which version is recorded at that time. */
  private record RecordingFlushes(List<String> order, Path root) implements FlushedWrites {
    private void note(String what) {
      Path version = root.resolve(".dl/version");
      order.add(
          what
              + ", version "
              + (Files.exists(version)
                  ? DiskByHand.unchecked(() -> Files.readString(version))
                  : "none"));
    }

    @Override
    public void flush(Dir directory) {
      note("flush");
    }

    @Override
    public void finish(NewFile file, int mode) throws DiskException {
      file.finish(mode, true);
      note("force");
    }

    @Override
    public void forceNames(Dir directory) {
      note("names");
    }
  }
}
