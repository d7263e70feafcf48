package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;

/** An {@code Update} call. What the server refuses early is noticed at the next change. */
final class RemoteUpdateStream implements UpdateStream {
  private final ProjectId project;
  private final OpenCall<UpdateRequest, UpdateResponse> call;
  private final int maxBytes;

  RemoteUpdateStream(
      ProjectId project, OpenCall<UpdateRequest, UpdateResponse> call, int maxBytes) {
    this.project = project;
    this.call = call;
    this.maxBytes = maxBytes;
  }

  @Override
  public void send(ObjectChange change) throws DateiLagerException {
    UpdateRequest message = Wire.change(project, change);
    if (message.getSerializedSize() > maxBytes) {
      throw new ResourceExhausted(
          "object '%s' needs a message of %d bytes, at most %d are allowed"
              .formatted(change.path(), message.getSerializedSize(), maxBytes));
    }
    if (!call.write(message)) {
      call.read(); // throws what the server said
      throw new Unavailable("the server answered before the update was sent");
    }
  }

  @Override
  public long finish() throws DateiLagerException {
    call.halfClose();
    UpdateResponse answer =
        call.read()
            .orElseThrow(() -> new Unavailable("the server ended the update without an answer"));
    if (call.read().isPresent()) { // waits for the status: only then is the answer one
      throw new Unavailable("the server answered the update twice");
    }
    return answer.getVersion();
  }

  @Override
  public void close() {
    call.close();
  }
}
