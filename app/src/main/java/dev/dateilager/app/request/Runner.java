package dev.dateilager.app.request;

import dev.dateilager.domain.model.DateiLagerException;
import java.io.PrintWriter;

/** Carries out requests. */
@FunctionalInterface
public interface Runner {
  /**
   * Does what is asked, and returns when it is done.
   *
   * @param request what
   * @param out takes the answer, in a form that programs can read
   * @param err takes the log and all else
   * @return the process's exit status
   * @throws DateiLagerException why it could not be done
   * @throws InterruptedException if the process was told to end before
   */
  int run(Request request, PrintWriter out, PrintWriter err)
      throws DateiLagerException, InterruptedException;
}
