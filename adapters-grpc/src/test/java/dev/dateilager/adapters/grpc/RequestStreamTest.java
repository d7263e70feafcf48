package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.Metadata;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How far messages are asked for ahead (I27). */
final class RequestStreamTest {
  private final CountingCall call = new CountingCall();
  private final RequestStream<UpdateRequest> stream =
      new RequestStream<>(
          call,
          Duration.ofSeconds(10),
          new Intake(1 << 20).newServerStreamTracer("pb.Fs/Update", new Metadata()));

  @DisplayName("I27: small messages are asked for one after the other, up to their number")
  @Test
  void smallMessages_areAskedForAhead_upToTheirNumber() throws Exception {
    assertThat(deliverWhileAsked(1)).isEqualTo(RequestStream.AHEAD);

    var _ = stream.next();
    assertThat(call.asked).as("while the first is dealt with").isZero();
    var _ = stream.next();
    assertThat(call.asked).as("once it has been").isEqualTo(1);
    var _ = stream.next();
    assertThat(call.asked).as("while the one asked for has not come").isEqualTo(1);
  }

  @DisplayName("I27: nothing is asked for ahead of a large message, or with many bytes held")
  @Test
  void largeMessages_areAskedForOneByOne() throws Exception {
    assertThat(deliverWhileAsked(RequestStream.AHEAD_BYTES)).isEqualTo(1);

    var _ = stream.next();
    assertThat(call.asked).as("while it is dealt with").isZero();
    stream.onCompleted();
    assertThat(stream.next()).isEmpty();
    assertThat(call.asked).as("once it has been").isEqualTo(1);
  }

  @Test
  void severalMessages_stopTheAskingOnceTheyAreLargeTogether() {
    assertThat(deliverWhileAsked(RequestStream.AHEAD_BYTES / 4)).isEqualTo(4);
  }

  /** Sends messages with so many bytes of content as long as one is asked for. */
  private int deliverWhileAsked(int bytes) {
    int sent = 0;
    call.asked = 1;
    while (call.asked > 0) {
      call.asked--;
      stream.onNext(GatheredUpdate.message(1, "f" + sent++, bytes));
    }
    return sent;
  }

  /** Counts the messages that were asked for and did not come yet. */
  private static final class CountingCall extends ServerCallStreamObserver<UpdateResponse> {
    private int asked;

    @Override
    public void request(int count) {
      asked += count;
    }

    @Override
    public void disableAutoRequest() {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void onNext(UpdateResponse response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
