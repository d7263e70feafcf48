package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.DaemonClient;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.NodeState;
import dev.dateilager.adapters.dlclient.Refreshed;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.request.NodeCall;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerifySummary;
import java.io.PrintWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code dateilager cached COMMAND}: speaks to the running daemon over its socket. */
final class NodeProgram {
  private final Surroundings surroundings;
  private final PrintWriter out;
  private final Answers answers;

  NodeProgram(Surroundings surroundings, PrintWriter out, Output form) {
    this.surroundings = surroundings;
    this.out = out;
    this.answers = new Answers(out, Optional.of(form));
  }

  void run(Request.CallNode request) throws DateiLagerException {
    Path socket =
        request.socket().orElseGet(surroundings::daemonSocket).toAbsolutePath().normalize();
    if (!Files.exists(socket)) {
      throw new Unavailable(
          "no daemon listens at '%s': start 'dateilager cached', or name its socket by --socket"
              .formatted(socket));
    }
    try (var client =
        DateiLagerClient.connect(UnixDomainSocketAddress.of(socket), Optional.empty())) {
      run(client.daemon(), request.call());
    }
  }

  private void run(DaemonClient daemon, NodeCall call) throws DateiLagerException {
    switch (call) {
      case NodeCall.Place place -> {
        Placement placed = daemon.place(place.path(), place.mode(), place.strict());
        answers.one(NodeText.placed(placed), NodeJson.of(placed));
      }
      case NodeCall.Release release -> {
        boolean released = daemon.release(release.path());
        answers.one(
            List.of((released ? "released " : "no placement stands at ") + release.path()),
            Map.of("released", released));
      }
      case NodeCall.Placements _ -> {
        try (Answers.Listing listing = answers.listing()) {
          for (Placement placement : daemon.placements()) {
            listing.row(NodeText.of(placement), NodeJson.of(placement));
          }
        }
      }
      case NodeCall.Refresh _ -> {
        Refreshed refreshed = daemon.refresh();
        answers.one(List.of(NodeText.of(refreshed)), NodeJson.of(refreshed));
      }
      case NodeCall.Status _ -> {
        NodeState state = daemon.status();
        answers.one(NodeText.of(state), NodeJson.of(state));
      }
      case NodeCall.Explain explain -> {
        Explanation explanation = daemon.explain(explain.path());
        answers.one(explanation.facts(), NodeJson.of(explanation));
      }
      case NodeCall.Verify verify -> verify(daemon, verify.repair());
      case NodeCall.Doctor _ -> doctor(daemon);
      case NodeCall.Prune prune -> {
        var keep =
            prune.keep().isPresent()
                ? OptionalLong.of(prune.keep().getAsInt())
                : OptionalLong.empty();
        PruneReport report = daemon.prune(keep, prune.dryRun());
        answers.one(NodeText.of(report, prune.dryRun()), NodeJson.of(report));
      }
    }
  }

  private void verify(DaemonClient daemon, boolean repair) throws DateiLagerException {
    boolean whole =
        answers.form().equals(Optional.of(Output.JSON)); // one object, when all is known
    var findings = new ArrayList<Map<String, Object>>();
    VerifySummary summary =
        daemon.verify(
            repair,
            (finding, placements) -> {
              if (whole) {
                findings.add(NodeJson.of(finding, placements));
              } else if (answers.form().equals(Optional.of(Output.NDJSON))) {
                answers.one(List.of(), NodeJson.of(finding, placements));
              } else {
                NodeText.of(finding, placements).forEach(out::println);
                out.flush();
              }
            });
    answers.one(List.of(NodeText.of(summary)), NodeJson.of(summary, findings));
    if (summary.findings() > 0 && !repair) {
      throw new Corrupt(
          "%d golden files are not what their manifests say; 'cached verify --repair' fetches their"
                  .formatted(summary.findings())
              + " packs again");
    }
  }

  private void doctor(DaemonClient daemon) throws DateiLagerException {
    List<NodeCheck> checks = daemon.diagnose();
    NodeText.print(checks, answers);
    long errors = checks.stream().filter(check -> check.level() == NodeCheck.Level.ERROR).count();
    if (errors > 0) {
      throw new FailedPrecondition("%d checks found what does not work".formatted(errors));
    }
  }
}
