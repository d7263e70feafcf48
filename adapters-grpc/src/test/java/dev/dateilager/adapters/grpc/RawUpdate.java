package dev.dateilager.adapters.grpc;

import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** An update whose only message is any bytes. */
final class RawUpdate {
  private RawUpdate() {}

  static UpdateResponse send(Channel channel, byte[] message) {
    MethodDescriptor<byte[], UpdateResponse> method =
        FsGrpc.getUpdateMethod().toBuilder(
                new Bytes(), FsGrpc.getUpdateMethod().getResponseMarshaller())
            .setType(MethodDescriptor.MethodType.UNARY) // one message, one answer
            .build();
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, message);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
