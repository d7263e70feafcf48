import org.jspecify.annotations.NullMarked;

/** Calls a DateiLager server, or a node's {@code cached}, over gRPC. */
@NullMarked
@SuppressWarnings("requires-automatic") // gRPC and protobuf ship no descriptors
module dev.dateilager.adapters.dlclient {
  requires static org.jspecify;
  requires transitive dev.dateilager.domain;
  requires dev.dateilager.proto;
  requires com.google.protobuf;
  requires io.grpc;
  requires io.grpc.netty.shaded;
  requires io.grpc.stub;

  exports dev.dateilager.adapters.dlclient;
}
