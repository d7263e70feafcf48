/** The wire contract: the messages and services generated from {@code src/main/protobuf}. */
module dev.dateilager.proto {
  requires transitive com.google.common;
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.stub;
  requires io.grpc.protobuf;

  exports dev.dateilager.proto.pb to
      com.google.protobuf, // calls the messages' accessors by reflection
      dev.dateilager.adapters.dlclient,
      dev.dateilager.adapters.grpc,
      dev.dateilager.app;
  exports dev.dateilager.proto.v1 to
      com.google.protobuf, // calls the messages' accessors by reflection
      dev.dateilager.adapters.dlclient,
      dev.dateilager.adapters.grpc,
      dev.dateilager.app;
}
