package dev.dateilager.adapters.grpc;

import dev.dateilager.proto.v1.ListPlacementsRequest;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.Placement;
import dev.dateilager.proto.v1.PlacementsGrpc;
import dev.dateilager.proto.v1.ReleaseRequest;
import dev.dateilager.proto.v1.ReleaseResponse;
import io.grpc.stub.StreamObserver;

/** {@code dateilager.v1.Placements} (placements.proto). */
final class PlacementsService extends PlacementsGrpc.PlacementsImplBase {
  private final Node node;
  private final Handlers handlers;

  PlacementsService(Node node, Handlers handlers) {
    this.node = node;
    this.handlers = handlers;
  }

  @Override
  public void place(PlaceRequest request, StreamObserver<Placement> out) {
    handlers.unary(
        out,
        role ->
            NodeWire.placement(
                node.place(
                    role, request.getPath(), NodeWire.mode(request), NodeWire.strict(request))));
  }

  @Override
  public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> out) {
    handlers.unary(
        out,
        role ->
            ReleaseResponse.newBuilder()
                .setReleased(node.release(role, request.getPath()))
                .build());
  }

  @Override
  public void listPlacements(ListPlacementsRequest request, StreamObserver<Placement> out) {
    handlers.streaming(
        out,
        (role, stream) -> {
          for (var placement : node.placements(role)) {
            stream.send(NodeWire.placement(placement));
          }
        });
  }
}
