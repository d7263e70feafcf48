package dev.dateilager.app.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.Trust;
import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.adapters.grpc.GrpcEdge;
import dev.dateilager.adapters.grpc.Node;
import dev.dateilager.adapters.grpc.SelfSignedCertificate;
import dev.dateilager.adapters.grpc.TlsFiles;
import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon's edge and its client, over both ways in at once. */
@Timeout(60)
final class DaemonSocketTest {
  private static final NodePath PATH = new NodePath("/pods/a");
  private static final Placement PLACED =
      new Placement(
          PATH,
          new CacheVersion(3),
          LinkMode.LINK,
          9,
          0,
          0,
          90,
          Map.of(),
          Instant.ofEpochSecond(1_700_000_000, 5));
  private static final TokenVerifier VERIFIER =
      token -> token.equals("admin") ? new Role.Admin() : new Role.SharedReader();

  @TempDir Path temp;

  /** Places, tells of one finding, and can do nothing else. */
  private static final class SmallNode implements Node {
    private static Unsupported no() {
      return new Unsupported("this node cannot");
    }

    @Override
    public Placement place(
        Role role, String path, Optional<LinkMode> mode, Optional<Boolean> strict)
        throws DateiLagerException {
      Access.require(role, Operation.PLACE);
      return PLACED;
    }

    @Override
    public VerifySummary verify(Role role, boolean repair, VerificationSink sink)
        throws DateiLagerException {
      Access.require(role, Operation.VERIFY);
      sink.found(new Finding(ContentHash.OF_NOTHING, "m/f", "is missing"), List.of(PATH));
      return new VerifySummary(1, 2, 3, 1, 0);
    }

    @Override
    public PlacementReport populate(Role role, String path) throws Unsupported {
      throw no();
    }

    @Override
    public boolean release(Role role, String path) throws Unsupported {
      throw no();
    }

    @Override
    public List<Placement> placements(Role role) throws Unsupported {
      throw no();
    }

    @Override
    public NodeStatus status(Role role) throws Unsupported {
      throw no();
    }

    @Override
    public PrepareReport refresh(Role role) throws Unsupported {
      throw no();
    }

    @Override
    public PruneReport prune(Role role, OptionalInt keep, boolean dryRun) throws Unsupported {
      throw no();
    }

    @Override
    public Explanation explain(Role role, String path) throws Unsupported {
      throw no();
    }

    @Override
    public List<NodeCheck> diagnose(Role role) throws Unsupported {
      throw no();
    }
  }

  @DisplayName("I28: admin by socket without a token, over TLS only with an admin's")
  @Test
  void daemon_isReachedBothWays() throws Exception {
    TlsFiles tls = SelfSignedCertificate.in(temp, Set.of(), InstantSource.system());
    Path socket = temp.resolve("run/cached.sock");
    var settings = EdgeSettings.of(0, tls).withHost("127.0.0.1");
    try (var edge =
        GrpcEdge.startCached(
            settings, VERIFIER, new SmallNode(), Optional.of(socket), LocalServer.unwatched())) {
      var address = UnixDomainSocketAddress.of(socket);
      try (var client = DateiLagerClient.connect(address, Optional.empty())) {
        assertThat(client.daemon().place(PATH, Optional.empty(), Optional.empty()))
            .isEqualTo(PLACED);
        var found = new ArrayList<String>();
        assertThat(
                client
                    .daemon()
                    .verify(false, (finding, placements) -> found.add(finding.path() + placements)))
            .isEqualTo(new VerifySummary(1, 2, 3, 1, 0));
        assertThat(found).containsExactly("m/f[/pods/a]");
        assertThatExceptionOfType(Unsupported.class)
            .isThrownBy(() -> client.daemon().release(PATH))
            .withMessage("this node cannot");
      }
      assertThat(place(edge, tls, "admin")).isEqualTo(PLACED);
      assertThatExceptionOfType(PermissionDenied.class).isThrownBy(() -> place(edge, tls, "any"));
    }
    assertThat(socket).doesNotExist();
  }

  private static Placement place(GrpcEdge edge, TlsFiles tls, String token)
      throws DateiLagerException {
    var settings =
        ClientSettings.of("localhost", edge.port(), () -> token)
            .withTrust(new Trust.Authorities(List.of(tls.certificate()), List.of()));
    try (var client = DateiLagerClient.connect(settings)) {
      return client.daemon().place(PATH, Optional.empty(), Optional.empty());
    }
  }
}
