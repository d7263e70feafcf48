package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreSettings;
import dev.dateilager.domain.contract.TreePlacerContract;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.TreePlacer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract for a placer below a directory of some disk. */
abstract class PlacerOnDisk extends TreePlacerContract {
  private DiskGoldenStore store;
  private LinkTreePlacer placer;

  abstract Disk disk();

  /** An existing directory for store and targets. */
  abstract Path dir();

  Path storePath() {
    return dir().resolve("store");
  }

  Path targets() {
    return dir().resolve("targets");
  }

  @BeforeEach
  void openStore() throws Exception {
    Files.createDirectories(targets());
    open();
  }

  private void open() throws DateiLagerException {
    store =
        DiskGoldenStore.open(disk(), new NodePath(storePath().toString()), StoreSettings.DEFAULT);
    var settings = new PlacerSettings(2, List.of(new NodePath(targets().toString())));
    placer = LinkTreePlacer.open(disk(), store, settings);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  protected GoldenStore store() {
    return store;
  }

  @Override
  protected TreePlacer placer() {
    return placer;
  }

  @Override
  protected void restart() throws DateiLagerException {
    store.close();
    open();
  }

  Path real(NodePath path) {
    return dir().getFileSystem().getPath(path.value());
  }

  @Override
  protected NodePath path(String relative) {
    return new NodePath(targets().resolve(relative).toString());
  }

  @Override
  protected SortedMap<String, String> tree(NodePath path) throws IOException {
    return TreeText.read(real(path), true);
  }

  @Override
  protected String at(NodePath path) throws IOException {
    return TreeText.at(real(path));
  }

  @Override
  protected void putFile(NodePath path, String content) throws IOException {
    Files.createDirectories(real(path).resolve("..").normalize());
    Files.writeString(real(path), content);
  }

  @Override
  protected void putDirectory(NodePath path) throws IOException {
    Files.createDirectories(real(path));
  }

  @Override
  protected void putSymlink(NodePath path, String text) throws IOException {
    Files.createSymbolicLink(real(path), dir().getFileSystem().getPath(text));
  }

  @Override
  protected void move(NodePath from, NodePath to) throws IOException {
    Files.move(real(from), real(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  protected void emptyTrash() throws DateiLagerException {
    Reaped reaped = placer.reap(Pace.FREE);
    assertThat(reaped.whole()).isTrue();
    assertThat(reaped.left()).isZero();
  }

  Path golden(ContentHash pack, String path) {
    return storePath().resolve("objects").resolve(pack.hex()).resolve(path);
  }

  @Override
  protected void damage(ContentHash pack, String path) throws IOException {
    Files.writeString(golden(pack, path), "damaged", StandardOpenOption.APPEND);
  }

  @Override
  protected boolean isShared(NodePath file, ContentHash pack, String path) throws IOException {
    return Files.getAttribute(real(file), "unix:ino")
        .equals(Files.getAttribute(golden(pack, path), "unix:ino"));
  }
}
