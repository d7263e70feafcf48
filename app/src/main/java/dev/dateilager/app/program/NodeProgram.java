package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.DaemonClient;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.NodeState;
import dev.dateilager.adapters.dlclient.Refreshed;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.json.Json;
import dev.dateilager.app.request.NodeCall;
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

  NodeProgram(Surroundings surroundings, PrintWriter out) {
    this.surroundings = surroundings;
    this.out = out;
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
      run(client.daemon(), request.call(), request.json());
    }
  }

  private void run(DaemonClient daemon, NodeCall call, boolean json) throws DateiLagerException {
    switch (call) {
      case NodeCall.Place place -> {
        Placement placed = daemon.place(place.path(), place.mode(), place.strict());
        print(json, NodeJson.of(placed), NodeText.placed(placed));
      }
      case NodeCall.Release release -> {
        boolean released = daemon.release(release.path());
        print(
            json,
            Map.of("released", released),
            List.of((released ? "released " : "no placement stands at ") + release.path()));
      }
      case NodeCall.Placements _ -> {
        List<Placement> placements = daemon.placements();
        print(
            json,
            placements.stream().map(NodeJson::of).toList(),
            placements.stream().map(NodeText::of).toList());
      }
      case NodeCall.Refresh _ -> {
        Refreshed refreshed = daemon.refresh();
        print(json, NodeJson.of(refreshed), List.of(NodeText.of(refreshed)));
      }
      case NodeCall.Status _ -> {
        NodeState state = daemon.status();
        print(json, NodeJson.of(state), NodeText.of(state));
      }
      case NodeCall.Explain explain -> {
        Explanation explanation = daemon.explain(explain.path());
        print(json, NodeJson.of(explanation), explanation.facts());
      }
      case NodeCall.Verify verify -> verify(daemon, verify.repair(), json);
      case NodeCall.Doctor _ -> doctor(daemon, json);
      case NodeCall.Prune prune -> {
        var keep =
            prune.keep().isPresent()
                ? OptionalLong.of(prune.keep().getAsInt())
                : OptionalLong.empty();
        PruneReport report = daemon.prune(keep, prune.dryRun());
        print(json, NodeJson.of(report), NodeText.of(report, prune.dryRun()));
      }
    }
  }

  private void print(boolean json, Object object, List<String> lines) {
    if (json) {
      out.println(Json.of(object));
    } else {
      lines.forEach(out::println);
    }
  }

  private void verify(DaemonClient daemon, boolean repair, boolean json)
      throws DateiLagerException {
    var findings = new ArrayList<Map<String, Object>>();
    VerifySummary summary =
        daemon.verify(
            repair,
            (finding, placements) -> {
              if (json) {
                findings.add(NodeJson.of(finding, placements));
              } else {
                NodeText.of(finding, placements).forEach(out::println);
                out.flush();
              }
            });
    print(json, NodeJson.of(summary, findings), List.of(NodeText.of(summary)));
    if (summary.findings() > 0 && !repair) {
      throw new Corrupt(
          "%d golden files are not what their manifests say; 'cached verify --repair' fetches their"
                  .formatted(summary.findings())
              + " packs again");
    }
  }

  private void doctor(DaemonClient daemon, boolean json) throws DateiLagerException {
    List<NodeCheck> checks = daemon.diagnose();
    print(
        json,
        Map.of("checks", checks.stream().map(NodeJson::of).toList()),
        checks.stream().flatMap(check -> NodeText.of(check).stream()).toList());
    long errors = checks.stream().filter(check -> check.level() == NodeCheck.Level.ERROR).count();
    if (errors > 0) {
      throw new FailedPrecondition("%d checks found what does not work".formatted(errors));
    }
  }
}
