import org.jspecify.annotations.NullMarked;

/** Serves the domain's use cases over gRPC: files, cache daemon, CSI, health. */
@NullMarked
@SuppressWarnings("requires-automatic") // gRPC and protobuf ship no descriptors
module dev.dateilager.adapters.grpc {
  requires static org.jspecify;
  requires transitive dev.dateilager.domain;
  requires dev.dateilager.proto;
  requires com.google.protobuf;
  requires io.grpc;
  requires io.grpc.netty.shaded;
  requires io.grpc.services;
  requires io.grpc.stub;
  requires jdk.net; // who is at the other end of a socket
  requires jdk.security.auth; // who we are

  exports dev.dateilager.adapters.grpc;
}
