package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Runner;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what is asked, does nothing of it, and answers or fails as it was told. */
final class RecordingRunner implements Runner {
  final List<Request> requests = new ArrayList<>();
  Optional<Exception> failure = Optional.empty();
  int status = 0;

  @Override
  public int run(Request request, PrintWriter out, PrintWriter err)
      throws DateiLagerException, InterruptedException {
    requests.add(request);
    if (failure.isPresent()) {
      switch (failure.get()) {
        case DateiLagerException known -> throw known;
        case InterruptedException stop -> throw stop;
        case RuntimeException bug -> throw bug;
        default -> throw new IllegalStateException(failure.get());
      }
    }
    return status;
  }
}
