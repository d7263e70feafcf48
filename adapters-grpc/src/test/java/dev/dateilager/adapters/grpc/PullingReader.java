package dev.dateilager.adapters.grpc;

import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Reads only when told to. */
final class PullingReader implements ClientResponseObserver<GetRequest, GetResponse> {
  private final BlockingQueue<GetResponse> arrived = new LinkedBlockingQueue<>();
  private final AtomicReference<ClientCallStreamObserver<GetRequest>> call =
      new AtomicReference<>();

  @Override
  public void beforeStart(ClientCallStreamObserver<GetRequest> stream) {
    stream.disableAutoRequestWithInitial(0);
    call.set(stream);
  }

  void pull(int messages) {
    call.get().request(messages);
  }

  void cancel() {
    call.get().cancel("enough", null);
  }

  GetResponse next() throws InterruptedException {
    GetResponse next = arrived.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing arrived within 10 s");
    }
    return next;
  }

  @Override
  public void onNext(GetResponse response) {
    arrived.add(response);
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
