package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.security.auth.module.UnixSystem;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import dev.dateilager.proto.v1.DaemonGrpc;
import dev.dateilager.proto.v1.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's UNIX-domain socket, on a real file system (I28). */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class AdminSocketTest {
  private static final String NOBODY = "65534";

  @TempDir Path temp;
  private final ScriptedNode node = new ScriptedNode();
  private final RecordingWatch watch = new RecordingWatch();
  private final String name = UUID.randomUUID().toString();

  private Path directory() {
    return temp.resolve("run");
  }

  private Path socket() {
    return directory().resolve("cached.sock");
  }

  private GrpcEdge start() throws Exception {
    return start(socket());
  }

  private GrpcEdge start(Path path) throws Exception {
    var inProcess =
        new GrpcEdge.Door(new InProcessTransport(name), new TokenInterceptor(new KnownTokens()));
    return GrpcEdge.start(
        RunningEdge.SETTINGS,
        List.of(inProcess, GrpcEdge.socketDoor(path)),
        new Served.Daemon(node),
        watch.watch());
  }

  /** A client of a socket. */
  private static final class Client implements AutoCloseable {
    private final EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;

    Client(Path socket) {
      channel =
          NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
              .overrideAuthority("localhost")
              .usePlaintext()
              .eventLoopGroup(loop)
              .channelType(NioDomainSocketChannel.class)
              .build();
    }

    long version() {
      return DaemonGrpc.newBlockingStub(channel)
          .status(StatusRequest.getDefaultInstance())
          .getVersion();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
  }

  private static long version(Path socket) {
    try (var client = new Client(socket)) {
      return client.version();
    }
  }

  @DisplayName("I28: root and the daemon's user are admin there, without a token")
  @Test
  void call_bySocket_actsAsAdmin() throws Exception {
    try (var _ = start();
        var client = new Client(socket())) {
      assertThat(client.version()).isEqualTo(3);
      assertThat(RecordingWatch.next(watch.ended).subject()).isEqualTo("admin by socket");
      assertThat(
              HealthGrpc.newBlockingStub(client.channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus()
                  .getNumber())
          .isEqualTo(1);
    }
  }

  @Test
  void call_byTheOtherDoor_stillNeedsAToken() throws Exception {
    try (var _ = start()) {
      var channel = InProcessChannelBuilder.forName(name).build();
      var stub = CachedGrpc.newBlockingStub(channel);
      Status status =
          Codes.of(() -> stub.populateDiskCache(PopulateDiskCacheRequest.getDefaultInstance()));
      channel.shutdownNow();
      assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @DisplayName("I28: socket 0600 in a directory 0700")
  @Test
  void start_makesBothForTheOwnerAlone() throws Exception {
    try (var _ = start()) {
      assertThat(mode(socket())).isEqualTo("rw-------");
      assertThat(mode(directory())).isEqualTo("rwx------");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void stop_removesTheSocket_andTheNextDaemonStarts() throws Exception {
    start().close();
    assertThat(socket()).doesNotExist();
    assertThat(directory()).isEmptyDirectory();
    try (var _ = start()) {
      assertThat(version(socket())).isEqualTo(3);
    }
  }

  @DisplayName("I11: the socket of a daemon that was killed is replaced")
  @Test
  void start_whereADaemonDied_takesOver() throws Exception {
    makeDirectory("rwx------");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    try (var _ = start()) {
      assertThat(version(socket())).isEqualTo(3);
    }
  }

  @DisplayName("I14: a daemon that lives keeps its socket")
  @Test
  void start_whereADaemonLives_isRefused() throws Exception {
    try (var _ = start()) {
      assertThatExceptionOfType(FailedPrecondition.class)
          .isThrownBy(() -> GrpcEdge.socketDoor(socket()))
          .withMessageContaining("another process listens on socket '%s'".formatted(socket()));
      assertThat(version(socket())).isEqualTo(3);
    }
  }

  @Test
  void start_whereSomethingElseStands_leavesItAlone() throws Exception {
    makeDirectory("rwx------");
    Files.writeString(socket(), "mine");
    refused(socket(), "is no socket");
    assertThat(socket()).hasContent("mine");
    Files.delete(socket());
    Path elsewhere = Files.writeString(temp.resolve("elsewhere"), "mine");
    Files.createSymbolicLink(socket(), elsewhere);
    refused(socket(), "is no socket");
    assertThat(elsewhere).hasContent("mine");
  }

  @DisplayName("I28: a directory that others may enter or own is refused")
  @Test
  void start_inADirectoryOfAnotherMode_isRefused() throws Exception {
    for (String mode : List.of("rwxr-x---", "rwx-----x", "rwx-w----", "r-x------")) {
      makeDirectory(mode);
      refused(socket(), "must be a directory of mode 700");
      Files.delete(directory());
    }
    Path real = temp.resolve("real");
    Files.createDirectory(
        real, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(directory(), real);
    refused(socket(), "something else of mode 777");
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void start_inADirectoryOfAnotherUser_isRefused() throws Exception {
    assumeRoot("a directory of another user for the admin socket");
    makeDirectory("rwx------");
    Files.setAttribute(directory(), "unix:uid", Integer.parseInt(NOBODY));
    refused(socket(), "belongs to user 65534");
  }

  @Test
  void start_atAPathThatCannotBe_isRefused() {
    refused(Path.of("cached.sock"), "must be an absolute path");
    refused(Path.of("/cached.sock"), "in a directory of its own");
    refused(temp.resolve("no/such/cached.sock"), "/no/such' does not exist");
  }

  @DisplayName("a start that fails leaves no door open")
  @Test
  void start_whoseSocketCannotBeBound_leavesNothingRunning() throws Exception {
    Path tooLong = temp.resolve("d/" + "x".repeat(120));
    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> start(tooLong))
        .withMessageContaining("cannot listen on socket '%s'".formatted(tooLong));
    start().close(); // the other door's name is free again
  }

  @DisplayName("I28: another user is cut off by the kernel's word, even where the modes let him in")
  @Test
  void connection_ofAnotherUser_isCutOff() throws Exception {
    assumeRoot("a connection of another user to the admin socket");
    try (var _ = start()) {
      open("rwxr-xr-x", temp, directory());
      open("rw-rw-rw-", socket());
      assertThat(peer()).isEqualTo(SocketPeer.SERVED);
      assertThat(peer("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"))
          .isEqualTo(SocketPeer.CUT_OFF);
      assertThat(version(socket())).as("the daemon goes on").isEqualTo(3);
    }
  }

  /** What {@link SocketPeer} says, run by these words. */
  private String peer(String... by) throws Exception {
    Path classes = temp.resolve("classes");
    Path file = classes.resolve(SocketPeer.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream bytes = SocketPeer.class.getResourceAsStream("SocketPeer.class")) {
      Files.write(file, Objects.requireNonNull(bytes).readAllBytes());
    }
    var command = new ArrayList<>(List.of(by));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xshare:auto",
            "-cp",
            classes.toString(),
            SocketPeer.class.getName(),
            socket().toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Duration.ofSeconds(30))).isTrue();
    return said.strip();
  }

  private static void open(String mode, Path... paths) throws IOException {
    for (Path path : paths) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }

  private void makeDirectory(String mode) throws IOException {
    Files.createDirectory(directory());
    open(mode, directory());
  }

  private static void refused(Path path, String why) {
    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> GrpcEdge.socketDoor(path))
        .withMessageContaining(why);
  }

  private static void assumeRoot(String what) {
    boolean root = new UnixSystem().getUid() == 0;
    if (!root) {
      System.err.println("NOT RUN: " + what + ": needs root");
    }
    Assumptions.assumeTrue(root, "needs root");
  }
}
