package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

final class DatabaseAddressTest {
  private static final String SECRET = "s3cr3t";

  private static DatabaseUri parse(String uri) throws InvalidArgument {
    return new DatabaseUriParser(Map.of()).parse(uri);
  }

  /**
   * A URI and what it means.
   *
   * @param shown user, hosts and database as text
   * @param password absent if none
   */
  record Case(String uri, String shown, Optional<String> password) {}

  private static Case means(String uri, String shown) {
    return new Case(uri, shown, Optional.empty());
  }

  static Stream<Case> uris() {
    String me = System.getProperty("user.name");
    return Stream.of(
        means("postgres://postgres@127.0.0.1:5432/dl", "postgres@127.0.0.1:5432/dl"),
        means("postgresql://u@h/db", "u@h:5432/db"),
        new Case("postgres://u:p@h:1/db", "u@h:1/db", Optional.of("p")),
        new Case("postgres://u:p%40%3A%2f%25@h/db", "u@h:5432/db", Optional.of("p@:/%")),
        new Case("postgres://u:a:b@h/db", "u@h:5432/db", Optional.of("a:b")),
        new Case("postgres://u:a+b@h/db", "u@h:5432/db", Optional.of("a+b")),
        means("postgres://%C3%BC@h/d%20b", "ü@h:5432/d b"),
        means("postgres://", me + "@localhost:5432/" + me),
        means("postgres://u@", "u@localhost:5432/u"),
        means("postgres:///db", me + "@localhost:5432/db"),
        means("postgres://u@[::1]:6/db", "u@[::1]:6/db"),
        means("postgres://u@[fe80::1]/db", "u@[fe80::1]:5432/db"),
        means("postgres://u@a:1,b:2,c/db", "u@a:1,b:2,c:5432/db"),
        means("postgres://u@/db?host=/run/pg&port=7", "u@/run/pg:7/db"),
        means("postgres://u@%2Frun%2Fpg:7/db", "u@/run/pg:7/db"),
        new Case("postgres://h/?user=u&password=p+q&dbname=db", "u@h:5432/db", Optional.of("p q")),
        means("postgres://u@h/db?pool_max_conns=3&default_query_exec_mode=exec", "u@h:5432/db"));
  }

  @ParameterizedTest
  @MethodSource("uris")
  void parse_readsAsTheGoServerDoes(Case example) throws Exception {
    DatabaseUri uri = parse(example.uri());

    assertThat(uri).hasToString(example.shown());
    assertThat(uri.password()).isEqualTo(example.password());
  }

  @Test
  void parse_takesWhatIsMissingFromTheEnvironment() throws Exception {
    var environment =
        Map.of(
            "PGHOST",
            "h",
            "PGPORT",
            "1",
            "PGUSER",
            "u",
            "PGPASSWORD",
            SECRET,
            "PGDATABASE",
            "d",
            "PGSSLMODE",
            "disable");

    DatabaseUri bare = new DatabaseUriParser(environment).parse("postgres://");
    DatabaseUri full = new DatabaseUriParser(environment).parse("postgres://v:w@i:2/e");

    assertThat(bare).hasToString("u@h:1/d");
    assertThat(bare.password()).contains(SECRET);
    assertThat(bare.driverProperties()).containsEntry(PGProperty.SSL_MODE, "disable");
    assertThat(full).hasToString("v@i:2/e");
    assertThat(full.password()).contains("w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:s3cr3t@h/db",
        "u:s3cr3t@h",
        "",
        "postgres://u:s3cr3t@h:70000/db",
        "postgres://u:s3cr3t@h:x/db",
        "postgres://u:s3cr3t@[::1/db",
        "postgres://u:s3cr3t%zz@h/db",
        "postgres://u:s3cr3t/x@h/db",
        "postgres://u:12/s3cr3t@h/db",
        "postgres://u:12?s3cr3t@h/db",
        "postgres://u:12#s3cr3t@h/db",
        "postgres://u:s3cr3t@h/db?sslmode=maybe",
        "postgres://u:s3cr3t@h/db?connect_timeout=soon",
        "postgres://u:s3cr3t@h/db?conect_timeout=1",
        "postgres://u:s3cr3t@%2Frun,h/db"
      })
  void parse_ofWhatCannotBeRead_isRefusedWithoutThePassword(String uri) {
    assertThatThrownBy(() -> DatabaseAddress.parse(uri, Map.of()))
        .isInstanceOf(InvalidArgument.class)
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void toString_hidesThePasswordAndTheParameters() throws Exception {
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgres://u:s3cr3t@h/db?sslmode=require&options=-c%20a=" + SECRET, Map.of());

    assertThat(address).hasToString("u@h:5432/db");
  }

  @Test
  void sslModes_meanWhatTheyMeanToTheGoServer() throws Exception {
    String system = "org.postgresql.ssl.DefaultJavaSSLFactory";

    assertThat(parse("postgres://h/db").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "prefer")
        .doesNotContainKey(PGProperty.SSL_FACTORY);
    assertThat(parse("postgres://h/db?sslmode=require").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "require")
        .doesNotContainKey(PGProperty.SSL_FACTORY);
    assertThat(parse("postgres://h/db?sslmode=require&sslrootcert=ca.pem").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "verify-ca")
        .containsEntry(PGProperty.SSL_ROOT_CERT, "ca.pem");
    assertThat(parse("postgres://h/db?sslmode=verify-full").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "verify-full")
        .containsEntry(PGProperty.SSL_FACTORY, system);
    assertThat(parse("postgres://h/db?sslmode=verify-full&sslrootcert=ca.pem").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "verify-full")
        .doesNotContainKey(PGProperty.SSL_FACTORY);
    assertThat(parse("postgres:///db?host=/run&sslmode=require").driverProperties())
        .containsEntry(PGProperty.SSL_MODE, "disable");
  }

  @Test
  void dataSource_carriesEverythingToTheDriver() throws Exception {
    var source =
        (PGSimpleDataSource)
            DatabaseAddress.parse("postgres://u:s3cr3t@a:1,b/db?application_name=x", Map.of())
                .dataSource(Duration.ofMillis(1500), Duration.ofSeconds(7));

    assertThat(List.of(source.getServerNames())).containsExactly("a", "b");
    assertThat(source.getPortNumbers()).containsExactly(1, 5432);
    assertThat(source.getUser()).isEqualTo("u");
    assertThat(source.getPassword()).isEqualTo(SECRET);
    assertThat(source.getDatabaseName()).isEqualTo("db");
    assertThat(source.getApplicationName()).isEqualTo("x");
    assertThat(source.getConnectTimeout()).isEqualTo(2);
    assertThat(source.getSocketTimeout()).isEqualTo(7);
  }

  @Test
  void local_goesThroughTheSocketFile() {
    var source =
        (PGSimpleDataSource)
            DatabaseAddress.local(Path.of("/run/dl"), 5432, "postgres", "dl").dataSource();

    assertThat(source.getSocketFactoryArg()).isEqualTo("/run/dl/.s.PGSQL.5432");
    assertThat(source.getSslMode()).isEqualTo("disable");
  }
}
