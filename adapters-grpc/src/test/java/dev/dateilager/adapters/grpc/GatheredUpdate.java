package dev.dateilager.adapters.grpc;

import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An Update call that sends its messages at once and waits for the answer. */
final class GatheredUpdate {
  private GatheredUpdate() {}

  static UpdateRequest message(long project, String path) {
    return UpdateRequest.newBuilder()
        .setProject(project)
        .setObject(Objekt.newBuilder().setPath(path).setMode(0644))
        .build();
  }

  /** The answer's version. */
  static long send(FsGrpc.FsStub stub, List<UpdateRequest> messages) throws Exception {
    var answer = new CompletableFuture<UpdateResponse>();
    StreamObserver<UpdateRequest> out =
        stub.update(
            new StreamObserver<>() {
              @Override
              public void onNext(UpdateResponse response) {
                answer.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                answer.completeExceptionally(new AssertionError("no answer"));
              }
            });
    messages.forEach(out::onNext);
    out.onCompleted();
    try {
      return answer.get(10, TimeUnit.SECONDS).getVersion();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw failed;
    }
  }

  static Status status(FsGrpc.FsStub stub, UpdateRequest... messages) throws Exception {
    return Codes.of(() -> send(stub, List.of(messages)));
  }
}
