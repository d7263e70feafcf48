package dev.dateilager.adapters.fs.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.NodePath;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A manifest is damaged and says of which pack, or all that it tells keeps the visitor's contract,
 * is what its head counts, and spells its bytes again (I21, R2).
 */
class ManifestFuzzTest {
  private static final ContentHash PACK = new ContentHash("ab".repeat(32));
  private static final int HASH = 32;
  private static final int HEAD = 96;

  /** Writes down what it is told, in the manifest's own form. */
  private static final class Scribe implements ManifestVisitor {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private GoldenSize size = GoldenSize.NOTHING;

    @Override
    public void directory(String path) throws IOException {
      assertThat("/" + path + "/").doesNotContain("/../", "/./", "\0");
      assertThat(path).doesNotContain("//").doesNotStartWith("/").doesNotEndWith("/");
      out.write('d');
      text(path);
    }

    @Override
    public void file(String name, int mode, long bytes, byte[] sha256) throws IOException {
      isName(name);
      assertThat(mode).isBetween(0, 0777);
      assertThat(bytes).isNotNegative();
      assertThat(sha256).hasSize(HASH);
      out.write('f');
      text(name);
      out.writeShort(mode);
      out.writeLong(bytes);
      out.write(sha256);
      size = size.plus(new GoldenSize(1, bytes));
    }

    @Override
    public void symlink(String name, String text) throws IOException {
      isName(name);
      out.write('l');
      text(name);
      text(text);
    }

    private static void isName(String name) {
      assertThat(name).isNotIn("", ".", "..").doesNotContain("/", "\0");
    }

    private void text(String text) throws IOException {
      byte[] utf8 = text.getBytes(UTF_8);
      out.writeShort(utf8.length);
      out.write(utf8);
    }
  }

  /** Raw, and with magic, name and both checksums put right. */
  @FuzzTest(maxDuration = "2m")
  void read_isDamagedOrSpellsItsBytes(byte[] manifest) throws Exception {
    try (FileSystem files = TestDisks.inMemory()) {
      Path manifests = Files.createDirectory(files.getPath("/manifests"));
      try (Dir dir = new NioDisk(files).open(new NodePath(manifests.toString()))) {
        reads(dir, manifests, manifest);
        if (manifest.length > HEAD + HASH) {
          reads(dir, manifests, sealed(manifest));
        }
      }
    }
  }

  private static void reads(Dir dir, Path path, byte[] manifest) throws IOException {
    Files.write(path.resolve(PACK.hex()), manifest);
    var scribe = new Scribe();
    Optional<GoldenSize> read = read(dir, scribe);
    Optional<GoldenSize> head = size(dir);
    if (read.isPresent()) {
      scribe.out.write('e');
      assertThat(scribe.bytes.toByteArray())
          .isEqualTo(Arrays.copyOfRange(manifest, HEAD, manifest.length - HASH));
      assertThat(read).contains(scribe.size);
      assertThat(head.orElse(scribe.size)).isEqualTo(scribe.size);
    }
  }

  private static Optional<GoldenSize> read(Dir dir, ManifestVisitor visitor) throws DiskException {
    try {
      return Optional.of(Manifest.read(dir, PACK, visitor));
    } catch (Corrupt damaged) {
      assertThat(damaged).hasMessageContaining(PACK.hex());
      return Optional.empty();
    }
  }

  private static Optional<GoldenSize> size(Dir dir) throws DiskException {
    try {
      return Optional.of(Manifest.size(dir, PACK));
    } catch (Corrupt damaged) {
      assertThat(damaged).hasMessageContaining(PACK.hex());
      return Optional.empty();
    }
  }

  private static byte[] sealed(byte[] manifest) {
    int end = manifest.length - HASH;
    var sealed = ByteBuffer.wrap(manifest.clone());
    sealed.put(0, "DLMANIF2".getBytes(US_ASCII)).put(8, PACK.bytes());
    sealed.putLong(56, end - HEAD); // of what was counted only the bytes of the body
    sealed.put(HEAD - HASH, sha256(sealed.array(), 0, HEAD - HASH));
    sealed.put(end, sha256(sealed.array(), HEAD, end));
    return sealed.array();
  }

  private static byte[] sha256(byte[] bytes, int from, int to) {
    return ContentHash.sha256().digest(Arrays.copyOfRange(bytes, from, to));
  }
}
