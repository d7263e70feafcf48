package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.NewProjectResponse;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client over a real connection (wire.md §5, §6). */
@Timeout(120)
final class TlsClientTest {
  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit calls makeIdentity before any test
  private static TestIdentity identity;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestIdentity.in(directory);
  }

  private static Trust authority() {
    return Trust.of(Optional.of(identity.certificate()), Map.of());
  }

  @Test
  void call_toATrustedServer_reachesIt_directlyAndByAHeadlessHost() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      ClientSettings direct = settings(server).withTrust(authority());
      ClientSettings named =
          ClientSettings.of("localhost", server.port(), () -> "token")
              .withTrust(authority())
              .withHeadlessHost("dns:///127.0.0.1");
      createProject(direct);
      createProject(named);

      assertThat(server.received).hasSize(2);
    }
  }

  @DisplayName("build-notes.md §8: no thread sits in the kernel once the client is closed")
  @Test
  void close_endsItsThreads() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      createProject(settings(server).withTrust(authority()));
    }
    // Netty reports an event loop as ended by its last thread, which then still has to return.
    var loops =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("multiThreadIoEventLoopGroup"))
            .toList();
    for (Thread loop : loops) {
      assertThat(loop.join(Duration.ofSeconds(10))).as(loop.getName()).isTrue();
    }
  }

  @DisplayName("design.md: --ca-cert, SSL_CERT_FILE, SSL_CERT_DIR, in this order")
  @Test
  void trust_comesFromTheFirstPlaceThatIsNamed() throws Exception {
    Path certificate = identity.certificate();
    Path folder = Files.createDirectories(directory.resolve("authorities"));
    Files.copy(certificate, folder.resolve("a.pem"));
    Files.copy(identity.key(), folder.resolve("key.pem"));
    var byFile = Map.of("SSL_CERT_FILE", certificate.toString());
    var byDirectory = Map.of("SSL_CERT_DIR", "/nowhere-else:" + folder, "SSL_CERT_FILE", "");
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      createProject(settings(server).withTrust(Trust.of(Optional.empty(), byFile)));
      createProject(
          settings(server)
              .withTrust(Trust.of(Optional.empty(), Map.of("SSL_CERT_DIR", folder.toString()))));
      assertThat(Trust.of(Optional.of(certificate), byDirectory))
          .isEqualTo(new Trust.Authorities(List.of(certificate), List.of()));
      assertThat(Trust.of(Optional.empty(), byDirectory))
          .isEqualTo(new Trust.Authorities(List.of(), List.of(Path.of("/nowhere-else"), folder)));
      assertThat(Trust.of(Optional.empty(), Map.of())).isEqualTo(new Trust.SystemBundle());
    }
  }

  @Test
  void call_toAnUntrustedServer_isUnavailable() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      assertThatExceptionOfType(Unavailable.class)
          .isThrownBy(() -> createProject(settings(server)));
      assertThat(server.received).as("no token went out").isEmpty();
    }
  }

  @Test
  void call_toAServerOfAnotherName_isUnavailable() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      var settings =
          ClientSettings.of("other.example", server.port(), () -> "token")
              .withHeadlessHost("127.0.0.1")
              .withTrust(authority());

      assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> createProject(settings));
      assertThat(server.received).as("no token went out").isEmpty();
    }
  }

  @DisplayName("I28: leaving certificates unchecked works, in development alone")
  @Test
  void trust_ofEverybody_isForDevelopment() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      var settings =
          ClientSettings.of("other.example", server.port(), () -> "token")
              .withHeadlessHost("127.0.0.1")
              .withTrust(Trust.nobodyChecked(Environment.DEV));
      createProject(settings);

      assertThat(server.received).hasSize(1);
    }
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> Trust.nobodyChecked(Environment.PROD));
  }

  @Test
  void connect_withoutReadableAuthorities_isRefused() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Path noCertificate = Files.writeString(directory.resolve("none.pem"), "nothing");
    List<Trust> unusable =
        List.of(
            Trust.of(Optional.of(directory.resolve("missing.pem")), Map.of()),
            Trust.of(Optional.of(noCertificate), Map.of()),
            Trust.of(Optional.empty(), Map.of("SSL_CERT_DIR", empty.toString())),
            Trust.of(Optional.empty(), Map.of("SSL_CERT_DIR", empty.resolve("x").toString())));
    for (Trust trust : unusable) {
      assertThatExceptionOfType(InvalidArgument.class)
          .as("%s", trust)
          .isThrownBy(() -> DateiLagerClient.connect(FakeServer.settings().withTrust(trust)));
    }
  }

  @DisplayName("wire.md §6: an unreachable server shows as Unavailable at the first call")
  @Test
  void call_toNobody_isUnavailable() throws Exception {
    int free;
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      free = server.port();
    }
    assertThatExceptionOfType(Unavailable.class)
        .isThrownBy(
            () ->
                createProject(
                    ClientSettings.of("127.0.0.1", free, () -> "token").withTrust(authority())))
        .withMessageContaining("refused");
  }

  @DisplayName("wire.md §6: reads are tried three times, updates and the rest once")
  @Test
  void retries_areForReadsAlone() throws Exception {
    var failing = new Failing();
    try (var server = FakeServer.overTls(identity, failing);
        var client = DateiLagerClient.connect(settings(server).withTrust(authority()))) {
      assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> firstPart(client));
      assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> newProject(client));

      assertThat(failing.reads.get()).isEqualTo(3);
      assertThat(failing.creations.get()).isEqualTo(1);
    }
  }

  @DisplayName("R9: messages over the limit are ResourceExhausted on either side, without a hang")
  @Test
  void messages_overTheLimit_areResourceExhausted() throws Exception {
    try (var server = FakeServer.overTls(identity, new Greeting())) {
      ClientSettings settings = settings(server).withTrust(authority());
      try (var narrow = DateiLagerClient.connect(settings.withMaxMessageBytes(1000));
          var wide = DateiLagerClient.connect(settings)) {
        assertThatExceptionOfType(ResourceExhausted.class).isThrownBy(() -> firstPart(narrow));
        assertThatExceptionOfType(ResourceExhausted.class)
            .isThrownBy(
                () -> {
                  try (UpdateStream update = wide.projects().update(new ProjectId(1))) {
                    update.send(
                        new ObjectChange.Put(
                            new ObjectPath("a"),
                            FileMode.file(0644),
                            Blob.owned(new byte[2 << 20])));
                    update.finish();
                  }
                });
        assertThat(firstPart(wide)).isPresent();
      }
    }
  }

  private static ClientSettings settings(FakeServer server) {
    return ClientSettings.of("localhost", server.port(), () -> "token");
  }

  private static void createProject(ClientSettings settings) throws DateiLagerException {
    try (var client = DateiLagerClient.connect(settings)) {
      newProject(client);
    }
  }

  private static void newProject(DateiLagerClient client) throws DateiLagerException {
    client.projects().createProject(new ProjectId(1), List.of(), Optional.empty());
  }

  private static Optional<?> firstPart(DateiLagerClient client) throws DateiLagerException {
    try (CompressedStream stream =
        client
            .projects()
            .getCompress(
                new ProjectId(1), 0, OptionalLong.empty(), ObjectQuery.prefix(""), Set.of())) {
      return stream.next();
    }
  }

  /** Answers everything. */
  private static final class Greeting extends FakeServer.FakeFs {
    @Override
    public void newProject(NewProjectRequest request, StreamObserver<NewProjectResponse> out) {
      out.onNext(NewProjectResponse.getDefaultInstance());
      out.onCompleted();
    }

    @Override
    public void getCompress(GetCompressRequest request, StreamObserver<GetCompressResponse> out) {
      out.onNext(
          GetCompressResponse.newBuilder().setBytes(ByteString.copyFrom(new byte[2000])).build());
      out.onCompleted();
    }

    @Override
    public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
      return new StreamObserver<>() {
        @Override
        public void onNext(UpdateRequest request) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          out.onNext(UpdateResponse.getDefaultInstance());
          out.onCompleted();
        }
      };
    }
  }

  /** Is never there. */
  private static final class Failing extends FakeServer.FakeFs {
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger creations = new AtomicInteger();

    @Override
    public void newProject(NewProjectRequest request, StreamObserver<NewProjectResponse> out) {
      creations.incrementAndGet();
      out.onError(Status.UNAVAILABLE.asRuntimeException());
    }

    @Override
    public void getCompress(GetCompressRequest request, StreamObserver<GetCompressResponse> out) {
      reads.incrementAndGet();
      out.onError(Status.UNAVAILABLE.asRuntimeException());
    }
  }
}
