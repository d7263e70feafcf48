package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ContentBudget.Lease;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.proto.pb.FsGrpc;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What messages that come in may hold, beside heap and contents: gRPC gathers each outside the heap
 * until it is there whole (R9, I27). Safe for use by many threads.
 *
 * <p>Only an update has reason to send a large message; what is asked by any other method has at
 * most {@link EdgeSettings#QUESTION_BYTES}. A message for which there is no room ends its call, and
 * no other: nobody can be kept waiting here, as this is the transport's own thread.
 */
final class Intake extends ServerStreamTracer.Factory {
  /** The call whose message is being read. */
  static final Context.Key<Call> CURRENT = Context.key("dateilager-intake");

  private static final String UPDATE = FsGrpc.getUpdateMethod().getFullMethodName();

  private final Account updates;
  private final Account questions;

  /**
   * @param most bytes that updates may hold together; an eighth of it is for everything else
   */
  Intake(long most) {
    updates = new Account("updates", most);
    questions = new Account("requests", Math.max(1, most / 8));
  }

  /** How many bytes messages hold that are on their way in, or not dealt with. */
  long heldBytes() {
    return updates.held.get() + questions.held.get();
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return method.equals(UPDATE)
        ? new Call(updates, Integer.MAX_VALUE) // its limit is in the message's header
        : new Call(questions, EdgeSettings.QUESTION_BYTES);
  }

  private record Account(String of, long most, AtomicLong held) {
    Account(String of, long most) {
      this(of, most, new AtomicLong());
    }

    void take(long bytes) {
      if (held.addAndGet(bytes) > most) {
        throw exhausted(
            "the %s on their way in may hold %d bytes together; try again later, or send smaller ones"
                .formatted(of, most));
      }
    }
  }

  /** With this status gRPC ends the call, as it does for a message over the limit. */
  private static RuntimeException exhausted(String why) {
    return Status.RESOURCE_EXHAUSTED.withDescription(why).asRuntimeException();
  }

  /**
   * What one call's message holds. The transport's thread counts what arrives; the thread that
   * reads the messages says when one is dealt with, and asks for the next only then.
   */
  static final class Call extends ServerStreamTracer {
    private final Account account;
    private final int longest;
    private final AtomicLong counted = new AtomicLong();
    private long messageBytes; // of the transport's thread

    private @Nullable Lease room;
    private @Nullable DateiLagerException refusal;
    private boolean over;

    private Call(Account account, int longest) {
      this.account = account;
      this.longest = longest;
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    @Override
    public void inboundMessage(int number) {
      messageBytes = 0;
    }

    @Override
    public void inboundWireSize(long bytes) {
      if (bytes <= 0) {
        return; // within one process: not known
      }
      messageBytes += bytes;
      if (messageBytes > longest) {
        throw exhausted("a request of this method has at most %d bytes".formatted(longest));
      }
      var _ = counted.addAndGet(bytes);
      account.take(bytes);
    }

    @Override
    public void streamClosed(Status status) {
      uncount(); // the message's bytes are gone, what was made of them may still be there
    }

    private void uncount() {
      var _ = account.held.addAndGet(-counted.getAndSet(0));
    }

    /**
     * Takes room for a message that is about to be read, and what will be made of it; waits for it.
     *
     * @return whether there is; if not, {@link #requireRoom} says why
     */
    boolean makeRoom(ContentBudget budget, int bytes) {
      Lease taken;
      try {
        taken = budget.incoming(bytes);
      } catch (DateiLagerException none) {
        synchronized (this) {
          refusal = none;
        }
        return false;
      }
      synchronized (this) {
        if (!over) {
          room = taken;
          return true;
        }
      }
      taken.close(); // nobody reads any more
      return false;
    }

    /**
     * Lets nobody take an empty message for what was sent.
     *
     * @throws DateiLagerException if there was no room for the message that came last
     */
    synchronized void requireRoom() throws DateiLagerException {
      if (refusal != null) {
        throw refusal;
      }
    }

    /** The message that came last, if any, is dealt with: what it held is free. */
    void dealtWith() {
      uncount();
      Lease taken;
      synchronized (this) {
        taken = room;
        room = null;
      }
      if (taken != null) {
        taken.close();
      }
    }

    /** Nobody reads messages any more. */
    void over() {
      synchronized (this) {
        over = true;
      }
      dealtWith();
    }
  }
}
