package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.v1.DaemonGrpc;
import dev.dateilager.proto.v1.DiagnoseRequest;
import dev.dateilager.proto.v1.DiagnoseResponse;
import dev.dateilager.proto.v1.ExplainRequest;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshRequest;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.StatusRequest;
import dev.dateilager.proto.v1.StatusResponse;
import dev.dateilager.proto.v1.VerifyRequest;
import dev.dateilager.proto.v1.VerifyResponse;
import io.grpc.stub.StreamObserver;

/** {@code dateilager.v1.Daemon} (daemon.proto). */
final class DaemonService extends DaemonGrpc.DaemonImplBase {
  private final Node node;
  private final Handlers handlers;

  DaemonService(Node node, Handlers handlers) {
    this.node = node;
    this.handlers = handlers;
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> out) {
    handlers.unary(out, role -> NodeWire.status(node.status(role)));
  }

  @Override
  public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> out) {
    handlers.unary(out, role -> NodeWire.refreshed(node.refresh(role)));
  }

  @Override
  public void prune(PruneRequest request, StreamObserver<PruneResponse> out) {
    handlers.unary(
        out,
        role -> NodeWire.pruned(node.prune(role, NodeWire.keep(request), request.getDryRun())));
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
    handlers.streaming(
        out,
        (role, stream) -> {
          VerifySummary summary =
              node.verify(
                  role,
                  request.getRepair(),
                  (finding, placements) -> stream.send(NodeWire.finding(finding, placements)));
          stream.send(NodeWire.summary(summary));
        });
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> out) {
    handlers.unary(out, role -> NodeWire.explained(node.explain(role, request.getPath())));
  }

  @Override
  public void diagnose(DiagnoseRequest request, StreamObserver<DiagnoseResponse> out) {
    handlers.unary(
        out,
        role ->
            DiagnoseResponse.newBuilder()
                .addAllChecks(node.diagnose(role).stream().map(NodeWire::check).toList())
                .build());
  }
}
