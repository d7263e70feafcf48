package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.PasetoVerifier;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.access.VerificationKey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What wire.md §8 checks before any handler, and I22 and I23 at the edge. */
@Timeout(30)
final class TokenTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final KeyPair OURS = TokenKeys.generate();
  private static final KeyPair FOREIGN = TokenKeys.generate();

  private final RunningEdge edge;

  TokenTest() throws DateiLagerException {
    edge =
        RunningEdge.inProcess(
            RunningEdge.SETTINGS,
            new PasetoVerifier(
                List.of(VerificationKey.of(OURS.getPublic())),
                Optional.empty(),
                InstantSource.fixed(NOW)),
            RunningEdge.served(new ScriptedCatalog()));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void call_withGoodToken_passes_andItsSubjectIsLogged() throws Exception {
    assertThat(unary("Bearer " + token(OURS, NOW.plusSeconds(1)))).isEqualTo(Status.Code.OK);
    assertThat(edge.nextEnded())
        .isEqualTo(new RunningEdge.Ended("pb.Fs/NewProject", Status.Code.OK, "admin"));
  }

  @Test
  void call_withoutToken_isUnauthenticated() throws Exception {
    assertThat(
            Codes.of(
                    () ->
                        FsGrpc.newBlockingStub(edge.channel)
                            .newProject(NewProjectRequest.getDefaultInstance()))
                .getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(edge.nextEnded().subject()).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "bearer x", "BEARER x", "Basic x", " Bearer x", "x"})
  void call_withMalformedAuthorization_isUnauthenticated(String value) throws Exception {
    assertThat(unary(value)).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(stream(value)).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void call_withTwoTokens_isUnauthenticated() throws Exception {
    var twice = new Metadata();
    twice.put(TokenInterceptor.AUTHORIZATION, "Bearer " + token(OURS, NOW.plusSeconds(1)));
    twice.put(TokenInterceptor.AUTHORIZATION, "Bearer " + token(OURS, NOW.plusSeconds(1)));
    var channel =
        ClientInterceptors.intercept(
            edge.channel, MetadataUtils.newAttachHeadersInterceptor(twice));

    assertThat(
            Codes.of(
                    () ->
                        FsGrpc.newBlockingStub(channel)
                            .newProject(NewProjectRequest.getDefaultInstance()))
                .getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @DisplayName("I22: foreign, expired, untrimmed and doubled tokens are PERMISSION_DENIED")
  @Test
  void call_withBadToken_isPermissionDenied() throws Exception {
    String good = token(OURS, NOW.plusSeconds(1));
    List<String> bad =
        List.of(
            "",
            " " + good,
            good + " x",
            good + ", Bearer " + good,
            "x",
            token(FOREIGN, NOW.plusSeconds(1)),
            token(OURS, NOW.minusSeconds(3600)));
    for (String token : bad) {
      assertThat(unary("Bearer " + token)).as(token).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(stream("Bearer " + token)).as(token).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @DisplayName("I23: neither the status nor the log holds a part of a refused token")
  @Test
  void call_withBadToken_showsOnlyItsFingerprint() throws Exception {
    String token = token(FOREIGN, NOW);
    Status status = Codes.of(() -> newProject("Bearer " + token));

    assertThat(status.toString()).doesNotContain(token.substring("v2.public.".length(), 30));
    assertThat(edge.nextEnded().subject()).matches("unverified:[0-9a-f]{8}");
  }

  @DisplayName("wire.md §8: an unknown method is UNIMPLEMENTED before authentication")
  @ParameterizedTest
  @ValueSource(strings = {"pb.Fs/Nothing", "pb.Cached/PopulateDiskCache", "pb.Nothing/Get"})
  void call_ofUnknownMethod_isUnimplemented(String name) throws Exception {
    MethodDescriptor<NewProjectRequest, ?> unknown =
        FsGrpc.getNewProjectMethod().toBuilder().setFullMethodName(name).build();

    assertThat(
            Codes.of(
                    () ->
                        ClientCalls.blockingUnaryCall(
                            edge.channel,
                            unknown,
                            CallOptions.DEFAULT,
                            NewProjectRequest.getDefaultInstance()))
                .getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @DisplayName("auth.md §3: health Check needs no token and is not logged, Watch needs any")
  @Test
  void health_checkWithoutToken_watchWithOne() throws Exception {
    var request = HealthCheckRequest.getDefaultInstance();

    assertThat(HealthGrpc.newBlockingStub(edge.channel).check(request).getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(edge.watch.ended).isEmpty();
    assertThat(Codes.of(() -> HealthGrpc.newBlockingStub(edge.channel).watch(request)).getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    var reader = new PasetoSigner(OURS.getPrivate());
    var token = reader.sign(TokenClaims.of(new Role.SharedReader()), Optional.empty());
    assertThat(HealthGrpc.newBlockingStub(edge.as(token)).watch(request).next().getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private Status.Code unary(String authorization) throws Exception {
    return Codes.of(() -> newProject(authorization)).getCode();
  }

  private Object newProject(String authorization) {
    return FsGrpc.newBlockingStub(edge.authorized(authorization))
        .newProject(NewProjectRequest.getDefaultInstance());
  }

  private Status.Code stream(String authorization) throws Exception {
    return Codes.of(
            () ->
                FsGrpc.newBlockingStub(edge.authorized(authorization))
                    .getCache(GetCacheRequest.getDefaultInstance()))
        .getCode();
  }

  private static String token(KeyPair pair, Instant expiresAt) {
    var claims =
        new TokenClaims(
            Optional.of("admin"),
            Optional.empty(),
            Optional.of(expiresAt),
            Optional.empty(),
            Optional.empty());
    return new PasetoSigner(pair.getPrivate()).sign(claims, Optional.empty());
  }
}
