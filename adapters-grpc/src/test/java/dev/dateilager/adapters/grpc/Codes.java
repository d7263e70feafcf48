package dev.dateilager.adapters.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;

/** Reads the status of a blocking call. */
final class Codes {
  private Codes() {}

  /** A call to be made. */
  @FunctionalInterface
  interface Call {
    Object make() throws Exception;
  }

  /** The status that ends the call; of a stream, after all its messages. */
  static Status of(Call call) throws Exception {
    try {
      if (call.make() instanceof Iterator<?> messages) {
        messages.forEachRemaining(_ -> {});
      }
      return Status.OK;
    } catch (StatusRuntimeException failure) {
      return failure.getStatus();
    }
  }
}
