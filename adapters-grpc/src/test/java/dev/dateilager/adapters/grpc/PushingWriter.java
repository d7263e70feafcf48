package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Writes only when told to. */
final class PushingWriter implements ClientResponseObserver<UpdateRequest, UpdateResponse> {
  private final BlockingQueue<Status> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> versions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> readiness = new LinkedBlockingQueue<>();
  private final AtomicReference<ClientCallStreamObserver<UpdateRequest>> call =
      new AtomicReference<>();

  @Override
  public void beforeStart(ClientCallStreamObserver<UpdateRequest> stream) {
    stream.setOnReadyHandler(() -> readiness.add(true));
    call.set(stream);
  }

  boolean isReady() {
    return call.get().isReady();
  }

  void awaitReady() throws InterruptedException {
    while (!isReady()) {
      assertThat(readiness.poll(10, TimeUnit.SECONDS)).as("room").isTrue();
    }
  }

  void send(UpdateRequest message) {
    call.get().onNext(message);
  }

  void complete() {
    call.get().onCompleted();
  }

  void cancel() {
    call.get().cancel("enough", null);
  }

  Optional<Status> failure() throws InterruptedException {
    return Optional.ofNullable(failures.poll(10, TimeUnit.SECONDS));
  }

  long version() throws InterruptedException {
    Long version = versions.poll(10, TimeUnit.SECONDS);
    return version == null ? Long.MIN_VALUE : version;
  }

  @Override
  public void onNext(UpdateResponse response) {
    versions.add(response.getVersion());
  }

  @Override
  public void onError(Throwable failure) {
    failures.add(((StatusRuntimeException) failure).getStatus());
  }

  @Override
  public void onCompleted() {}
}
