package dev.dateilager.app.program;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.logging.LibraryLogs;
import dev.dateilager.app.logging.LogSink;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Runner;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;

/** Carries out every request of the command line in this process. */
public final class Programs implements Runner {
  private final Surroundings surroundings;
  private final InputStream in;
  private final OutputStream bytes;
  private final InstantSource clock;

  /**
   * @param surroundings variables and places
   * @param in standard input
   * @param bytes standard output, for what is no text
   * @param clock tells the time
   */
  public Programs(
      Surroundings surroundings, InputStream in, OutputStream bytes, InstantSource clock) {
    this.surroundings = surroundings;
    this.in = in;
    this.bytes = bytes;
    this.clock = clock;
  }

  @Override
  public int run(Request request, PrintWriter out, PrintWriter err)
      throws DateiLagerException, InterruptedException {
    var sink = new LogSink(err, request.logs(), clock, ZoneId.systemDefault());
    LibraryLogs.to(sink);
    switch (request) {
      case Request.RunServer serve ->
          traced(
              request,
              "dateilager-server",
              tracing ->
                  serving(
                      () ->
                          new ServerProgram(surroundings, clock, sink.named("server"), tracing)
                              .run(serve)));
      case Request.Migrate migrate ->
          new ServerProgram(surroundings, clock, sink.named("server"), Tracing.OFF)
              .migrate(migrate, out);
      case Request.Export export ->
          new TransferProgram(surroundings, in, bytes, sink.named("server")).export(export, out);
      case Request.Import bring ->
          new TransferProgram(surroundings, in, bytes, sink.named("server")).bring(bring, out);
      case Request.RunCached serve ->
          traced(
              request,
              "dateilager-cached",
              tracing ->
                  serving(
                      () ->
                          new CachedProgram(surroundings, clock, sink.named("cached"), tracing)
                              .run(serve)));
      case Request.CallPeer call ->
          traced(
              request,
              "dateilager-client",
              tracing ->
                  new ClientProgram(
                          surroundings,
                          clock,
                          new Console(out, bytes, err),
                          sink.named("client"),
                          tracing)
                      .run(call));
      case Request.CallNode call -> new NodeProgram(surroundings, out, call.output()).run(call);
      case Request.MakeTokenKeys make -> new TokenProgram(in, clock).makeKeys(make, out);
      case Request.SignToken sign -> new TokenProgram(in, clock).sign(sign, out);
      case Request.InspectToken inspect -> new TokenProgram(in, clock).inspect(inspect, out);
      case Request.ShowConfig show -> new ConfigProgram(surroundings, out).run(show);
      case Request.RunDemo demo -> {
        return new DemoProgram(surroundings, clock, out, err).run(demo);
      }
    }
    return 0;
  }

  /** Work that may be traced. */
  @FunctionalInterface
  private interface Traceable {
    void run(Tracing tracing) throws DateiLagerException, InterruptedException;
  }

  private void traced(Request request, String service, Traceable work)
      throws DateiLagerException, InterruptedException {
    try (Tracing tracing =
        Tracing.of(request.logs().tracing(), service, surroundings.tracingVariables())) {
      work.run(tracing);
    }
  }

  /** Work that a signal may end at any time, which is then no failure. */
  @FunctionalInterface
  private interface Service {
    void run() throws DateiLagerException, InterruptedException;
  }

  private static void serving(Service service) throws DateiLagerException, InterruptedException {
    try {
      service.run();
    } catch (Cancelled toldToEnd) { // before it served
      if (toldToEnd.deadlinePassed()) {
        throw toldToEnd;
      }
    } catch (InterruptedException toldToEnd) {
      // as above: what was begun is undone
    }
  }
}
