package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ProjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Everything of one database in another, or nothing. */
@Timeout(300)
@ExtendWith(TestDatabase.Resolver.class)
final class DatabaseTransferTest {
  private static final long SEED = 20_261_127;

  private final TestDatabase server;

  DatabaseTransferTest(TestDatabase server) {
    this.server = server;
  }

  private OldDatabase filled() throws Exception {
    return OldDatabase.at(server, 7)
        .fill()
        .execute(
            "UPDATE dl.projects SET pack_patterns = ARRAY['node_modules/.*/', 'é\"{},'] WHERE id ="
                + " 1",
            "UPDATE dl.projects SET pack_patterns = '{}' WHERE id = 2",
            "INSERT INTO dl.cache_versions (hashes) VALUES ('{}')",
            "DELETE FROM dl.cache_versions",
            "INSERT INTO dl.cache_versions (hashes) VALUES ('{}')",
            "INSERT INTO dl.cache_versions (hashes) SELECT array_agg(hash) FROM dl.contents",
            "INSERT INTO dl.cache_versions (hashes) VALUES ('{}')",
            "DELETE FROM dl.cache_versions WHERE version = 4");
  }

  private static byte[] export(OldDatabase database) throws DateiLagerException {
    var out = new ByteArrayOutputStream();
    DatabaseExport.write(database.address(), out);
    return out.toByteArray();
  }

  private static TransferReport bring(byte[] export, OldDatabase database)
      throws DateiLagerException {
    return DatabaseImport.read(new ByteArrayInputStream(export), database.address());
  }

  private static List<String> everything(OldDatabase database) throws SQLException {
    var all = new ArrayList<>(database.content());
    all.addAll(database.rows("SELECT id, pack_patterns FROM dl.projects ORDER BY id"));
    all.addAll(database.rows("SELECT * FROM dl.cache_versions ORDER BY version"));
    all.addAll(database.rows("SELECT last_value, is_called FROM dl.cache_versions_version_seq"));
    return all;
  }

  private static void assertEmpty(OldDatabase database) throws SQLException {
    assertThat(database.content()).isEmpty();
    assertThat(database.rows("SELECT * FROM dl.cache_versions")).isEmpty();
  }

  @Test
  void export_broughtIntoAnotherDatabase_isAllOfIt() throws Exception {
    OldDatabase from = filled();
    OldDatabase to = OldDatabase.empty(server); // it has no schema yet
    byte[] export = export(from);

    TransferReport report = bring(export, to);

    assertThat(everything(to)).isEqualTo(everything(from)).hasSizeGreaterThan(15);
    assertThat(report).isEqualTo(new TransferReport(3, 6, 4, 2_400_004, 2));
    assertThat(export(to)).as("the same state, the same bytes").isEqualTo(export);
    to.execute("INSERT INTO dl.cache_versions (hashes) VALUES ('{}')");
    assertThat(to.rows("SELECT max(version) FROM dl.cache_versions"))
        .as("a retired number does not come again")
        .containsExactly("5");
    assertThat(Migrations.plan(to.address()).isServable()).isTrue();
  }

  @DisplayName("what is embedded moves to a PostgreSQL of another version, and back")
  @Test
  void export_movesBetweenServers() throws Exception {
    OldDatabase embedded = filled();
    try (SystemPostgres other = SystemPostgres.startOrSkip()) {
      var external = OldDatabase.of(other.address("postgres"));

      bring(export(embedded), external);

      assertThat(everything(external)).isEqualTo(everything(embedded));
      OldDatabase back = OldDatabase.empty(server);
      bring(export(external), back);
      assertThat(everything(back)).isEqualTo(everything(embedded));
      try (PostgresCatalogStore store = server.open(external.address());
          CatalogSnapshot snapshot = store.snapshot()) {
        assertThat(snapshot.project(new ProjectId(1)).packPatterns()).hasSize(2);
      }
    }
  }

  @DisplayName("R9: memory does not grow with a database or its largest content")
  @Test
  void transfer_ofLargeContents_fitsASmallHeap(@TempDir Path directory) throws Exception {
    OldDatabase from = OldDatabase.at(server, 7);
    from.execute(
        "INSERT INTO dl.contents SELECT ROW(gen_random_uuid(), gen_random_uuid())::hash,"
            + " convert_to(repeat(i::text, 96 * 1024 * 1024), 'UTF8') FROM generate_series(1, 2)"
            + " i");
    OldDatabase to = OldDatabase.empty(server);
    Path file = directory.resolve("export");

    for (String step : List.of("export " + from.uri(), "import " + to.uri())) {
      try (ChildJvm child =
          ChildJvm.start(
              TransferMain.class,
              List.of("-Xmx48m", "-XX:+UseSerialGC"),
              step.substring(0, 6),
              step.substring(7),
              file.toString())) {
        assertThat(child.line()).contains("contents=2, contentBytes=201326592");
        assertThat(child.finish()).isZero();
      }
    }
    String digests = "SELECT hash, encode(sha256(bytes), 'hex') FROM dl.contents ORDER BY 1";
    assertThat(to.rows(digests)).hasSize(2).isEqualTo(from.rows(digests));
  }

  @Test
  void export_ofAnEmptyDatabase_isOneToo() throws Exception {
    OldDatabase to = OldDatabase.empty(server);

    TransferReport report = bring(export(OldDatabase.at(server, 7)), to);

    assertThat(report).isEqualTo(new TransferReport(0, 0, 0, 0, 0));
    assertEmpty(to);
  }

  @Test
  void export_isOneState_whateverIsWrittenMeanwhile() throws Exception {
    OldDatabase from = filled();
    List<String> before = everything(from);
    var out =
        new OutputStream() {
          private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          private boolean meddled;

          @Override
          public void write(int value) {
            bytes.write(value);
          }

          @Override
          public void write(byte[] more, int offset, int length) throws IOException {
            bytes.write(more, offset, length);
            if (!meddled && bytes.size() > 1 << 20) {
              meddled = true;
              try {
                from.execute("DELETE FROM dl.objects", "DELETE FROM dl.contents");
              } catch (SQLException failure) {
                throw new IOException(failure);
              }
            }
          }
        };
    DatabaseExport.write(from.address(), out);
    assertThat(out.meddled).isTrue();

    OldDatabase to = OldDatabase.empty(server);
    bring(out.bytes.toByteArray(), to);
    assertThat(everything(to)).isEqualTo(before);
  }

  @DisplayName("I9: a cut export brings nothing (seed " + SEED + ")")
  @Test
  void import_ofACutExport_bringsNothing() throws Exception {
    byte[] export = export(filled());
    OldDatabase to = OldDatabase.at(server, 7);
    var random = new Random(SEED);
    var ends = new ArrayList<>(List.of(0, 8, 9, 12, export.length - 44, export.length - 1));
    for (int i = 0; i < 3; i++) {
      ends.add(random.nextInt(export.length));
    }

    for (int end : ends) {
      assertThatThrownBy(() -> bring(Arrays.copyOf(export, end), to))
          .as("cut at %d of %d", end, export.length)
          .isInstanceOf(Corrupt.class)
          .hasMessageContaining("nothing was brought");
      assertEmpty(to);
    }
    bring(export, to); // the refusals left it as it was
  }

  @DisplayName("I21: an export with one changed byte brings nothing (seed " + SEED + ")")
  @Test
  void import_ofADamagedExport_bringsNothing() throws Exception {
    byte[] export = export(filled());
    OldDatabase to = OldDatabase.at(server, 7);
    var random = new Random(SEED);
    var places = new ArrayList<>(List.of(0, 8, 9, 13, 17, export.length - 1));
    for (int i = 0; i < 4; i++) {
      places.add(random.nextInt(export.length));
    }

    for (int place : places) {
      byte[] damaged = export.clone();
      damaged[place] ^= 1;
      assertThatThrownBy(() -> bring(damaged, to))
          .as("byte %d of %d", place, export.length)
          .isInstanceOf(Corrupt.class);
      assertEmpty(to);
    }
    assertThatThrownBy(() -> bring(Arrays.copyOf(export, export.length + 1), to))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("follows its end");
    assertEmpty(to);
  }

  @Test
  void import_ofSomethingElse_isRefusedBeforeTheDatabaseIsTouched() throws Exception {
    OldDatabase to = OldDatabase.empty(server);

    assertThatThrownBy(
            () -> bring("-- PostgreSQL database dump".getBytes(StandardCharsets.UTF_8), to))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("no export of DateiLager");
    assertThat(to.rows("SELECT to_regnamespace('dl')")).containsExactly("null");
  }

  @Test
  void import_intoADatabaseThatIsNotEmpty_isRefused() throws Exception {
    byte[] export = export(filled());
    for (String row :
        List.of(
            "INSERT INTO dl.projects (id, latest_version) VALUES (9, 0)",
            "INSERT INTO dl.cache_versions (hashes) VALUES ('{}')")) {
      OldDatabase to = OldDatabase.at(server, 7).execute(row);
      List<String> before = everything(to);

      assertThatThrownBy(() -> bring(export, to))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("is not empty, " + row.replaceAll("INSERT INTO (\\S+) .*", "$1"));
      assertThat(everything(to)).isEqualTo(before);
    }
  }

  @Test
  void import_thatIsUnderWay_showsNothing() throws Exception {
    byte[] export = export(filled());
    OldDatabase to = OldDatabase.at(server, 7);
    var seen = new ArrayList<String>();
    var watched =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            return at < export.length ? export[at++] & 0xff : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int before = at;
            int read = super.read(bytes, offset, Math.min(length, 64 << 10));
            if (before < 2 << 20 && at >= 2 << 20) {
              try {
                seen.addAll(to.rows("SELECT count(*) FROM dl.objects"));
              } catch (SQLException failure) {
                throw new IOException(failure);
              }
            }
            return read;
          }
        };

    DatabaseImport.read(watched, to.address());

    assertThat(seen).containsExactly("0");
    assertThat(to.rows("SELECT count(*) FROM dl.objects")).containsExactly("6");
  }

  @Test
  void export_toAFullDisk_saysSo() throws Exception {
    OldDatabase from = filled();
    assertThatThrownBy(() -> DatabaseExport.write(from.address(), failing("No space left")))
        .isInstanceOf(ResourceExhausted.class);
    assertThatThrownBy(() -> DatabaseExport.write(from.address(), failing("Broken pipe")))
        .isInstanceOf(IoFailed.class);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void export_ofAnOlderSchema_asksForItsMigration() throws Exception {
    OldDatabase from = OldDatabase.at(server, 6);

    assertThatThrownBy(() -> export(from))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("server migrate");
  }
}
