package dev.dateilager.adapters.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads the messages of updates into the heap: a large one only once there is room for it, and
 * without holding it twice (I27).
 */
final class UpdateMarshaller implements Marshaller<UpdateRequest> {
  /** Up to here a message needs no room of its own: the number of calls bounds these. */
  static final int SMALL_BYTES = 64 << 10;

  private final Marshaller<UpdateRequest> ordinary =
      FsGrpc.getUpdateMethod().getRequestMarshaller();
  private final ContentBudget budget;

  UpdateMarshaller(ContentBudget budget) {
    this.budget = budget;
  }

  /** The service, whose updates this reads. */
  ServerServiceDefinition in(ServerServiceDefinition service) {
    var altered = ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
    service.getMethods().forEach(method -> altered.addMethod(altered(method)));
    return altered.build();
  }

  @SuppressWarnings("unchecked") // the method's name tells its types
  private ServerMethodDefinition<?, ?> altered(ServerMethodDefinition<?, ?> method) {
    MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
    if (!descriptor.getFullMethodName().equals(FsGrpc.getUpdateMethod().getFullMethodName())) {
      return method;
    }
    var update = (ServerMethodDefinition<UpdateRequest, UpdateResponse>) method;
    return ServerMethodDefinition.create(
        update.getMethodDescriptor().toBuilder(
                this, update.getMethodDescriptor().getResponseMarshaller())
            .build(),
        update.getServerCallHandler());
  }

  @Override
  public InputStream stream(UpdateRequest message) {
    return ordinary.stream(message);
  }

  /**
   * A message; an empty one stands for one that found no room, of which {@link
   * Intake.Call#requireRoom} tells: a marshaller has no other way to end a call well.
   */
  @Override
  public UpdateRequest parse(InputStream message) {
    try {
      int length = message instanceof KnownLength ? message.available() : 0;
      Intake.Call call = Intake.CURRENT.get();
      if (length <= SMALL_BYTES) {
        call.needsNoRoom();
        return ordinary.parse(message);
      }
      if (!call.makeRoom(budget, length)) {
        return UpdateRequest.getDefaultInstance();
      }
      byte[] bytes = new byte[length];
      return parse(bytes, message.readNBytes(bytes, 0, length));
    } catch (IOException cutOff) {
      throw Status.INTERNAL
          .withDescription("a message could not be read")
          .withCause(cutOff)
          .asRuntimeException();
    }
  }

  private static UpdateRequest parse(byte[] bytes, int length) {
    var input = CodedInputStream.newInstance(bytes, 0, length);
    input.enableAliasing(true); // the content is not copied out of the message
    try {
      return UpdateRequest.parseFrom(input);
    } catch (InvalidProtocolBufferException malformed) {
      throw Status.INTERNAL
          .withDescription("Invalid protobuf byte sequence") // as gRPC says it
          .withCause(malformed)
          .asRuntimeException();
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array takes every read", impossible);
    }
  }
}
