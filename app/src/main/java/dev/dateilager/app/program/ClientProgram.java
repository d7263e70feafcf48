package dev.dateilager.app.program;

import static dev.dateilager.app.program.Answers.members;

import dev.dateilager.app.client.Client;
import dev.dateilager.app.client.Transfer;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.lifetime.Deadline;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Delivery;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.FileMode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code dateilager client}: one call, its answer on standard output in the form that Go's users
 * and programs know (cli.md §3.2) unless another is asked for, all else in the log.
 */
final class ClientProgram {
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Console console;
  private final Log log;
  private final Tracing tracing;

  ClientProgram(
      Surroundings surroundings, InstantSource clock, Console console, Log log, Tracing tracing) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.console = console;
    this.log = log;
    this.tracing = tracing;
  }

  void run(Request.CallPeer request) throws DateiLagerException, InterruptedException {
    if (request.call() instanceof ClientCall.Doctor doctor) {
      new ClientDoctor(surroundings, clock, new Answers(console.out(), request.output()))
          .run(request, doctor);
      return;
    }
    if (request.call().touchesFiles()) {
      FileNames.require();
    }
    var token = new Secret(TokenSource.find(surroundings));
    var settings = PeerSettings.of(request.peer(), token::value, surroundings, request.timeout());
    Deadline.within(
        request.timeout(),
        () -> {
          Optional<ProgressLine> progress = progress(request);
          Transfer transfer = progress.isPresent() ? progress.get() : Transfer.UNWATCHED;
          try (Client client =
              Client.connect(settings, surroundings.workers(), transfer, tracing.outgoing())) {
            var answers = new Answers(console.out(), request.output());
            tracing.within(
                "client." + request.call().getClass().getSimpleName(),
                () -> call(client, request.call(), answers));
            return request;
          } finally {
            progress.ifPresent(ProgressLine::close);
          }
        });
  }

  /** Only for a person: never between lines that programs read. */
  private Optional<ProgressLine> progress(Request.CallPeer request) {
    Optional<String> what =
        switch (request.call()) {
          case ClientCall.Update _ -> Optional.of("changes sent:");
          case ClientCall.Rebuild _ -> Optional.of("parts received:");
          case ClientCall.GetCache _ -> Optional.of("packs received:");
          case ClientCall.Get get when get.delivery() instanceof Delivery.Write ->
              Optional.of("objects written:");
          default -> Optional.empty();
        };
    return what.filter(_ -> request.logs().encoding() == LogEncoding.CONSOLE)
        .filter(_ -> Terminal.watched(surroundings))
        .map(text -> new ProgressLine(console.err(), text, System::nanoTime));
  }

  private void call(Client client, ClientCall call, Answers answers) throws DateiLagerException {
    var workspaces = new WorkspaceCalls(client, answers, log);
    switch (call) {
      case ClientCall.NewProject made -> {
        client.createProject(made);
        log.info("created new project", "dl.project", made.project().value());
        answers.one(
            List.of(),
            List.of("made project " + made.project()),
            members("project", made.project().value()));
      }
      case ClientCall.Update update -> workspaces.update(update);
      case ClientCall.Get get -> get(client, get, answers);
      case ClientCall.Rebuild rebuild -> workspaces.rebuild(rebuild);
      case ClientCall.GetCache fetch -> workspaces.fetch(fetch);
      case ClientCall.GetCached placing -> workspaces.place(placing);
      case ClientCall.Doctor _ -> throw new IllegalStateException("a doctor needs no connection");
      case OperatorCall operator ->
          new OperatorCalls(client.administration(), client.cacheVersions(), answers, log)
              .run(operator);
    }
  }

  private void get(Client client, ClientCall.Get call, Answers answers) throws DateiLagerException {
    long count =
        switch (call.delivery()) {
          case Delivery.Listing listing -> list(client, call, listing, answers);
          case Delivery.Print _ -> print(client, call);
          case Delivery.Write write -> {
            long written = client.export(call, write.directory());
            answers.one(
                List.of(),
                List.of("%d objects written to %s".formatted(written, write.directory())),
                members("count", written, "directory", write.directory()));
            yield written;
          }
        };
    log.info(
        "listed objects in project",
        "dl.project",
        call.project().value(),
        "dl.object_count",
        count);
  }

  private long list(Client client, ClientCall.Get call, Delivery.Listing delivery, Answers answers)
      throws DateiLagerException {
    if (answers.form().isEmpty()) {
      var logged = new ObjectListing(log, answers, answers.listing(), delivery);
      client.get(call, logged);
      return logged.count();
    }
    try (Answers.Listing listing = answers.listing()) {
      var printed = new ObjectListing(log, answers, listing, delivery);
      client.get(call, printed);
      return printed.count();
    }
  }

  /** The bytes as they are, and nothing else. */
  private long print(Client client, ClientCall.Get call) throws DateiLagerException {
    OutputStream bytes = console.bytes();
    long[] count = {0};
    client.get(
        call,
        (_, object) -> {
          if (object.content().isPresent() && object.mode().kind() == FileMode.Kind.FILE) {
            count[0]++;
            try {
              bytes.write(object.content().get().shared());
            } catch (IOException closed) {
              throw new IoFailed("cannot write to standard output", closed);
            }
          }
        });
    return count[0];
  }
}
