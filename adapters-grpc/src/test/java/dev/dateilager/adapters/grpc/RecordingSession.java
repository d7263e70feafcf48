package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers what it is given; answers version 9. */
class RecordingSession extends ScriptedCatalog.ScriptedSession {
  final List<ObjectUpdate> taken = new ArrayList<>();
  final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
  final CountDownLatch closed = new CountDownLatch(1);
  volatile boolean finished;

  @Override
  public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {
    taken.add(update);
    arrivals.add(update.path());
  }

  @Override
  public long finish() {
    finished = true;
    return 9;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
