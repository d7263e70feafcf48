package dev.dateilager.adapters.dlclient;

import dev.dateilager.proto.v1.DaemonGrpc.DaemonImplBase;
import dev.dateilager.proto.v1.DiagnoseRequest;
import dev.dateilager.proto.v1.DiagnoseResponse;
import dev.dateilager.proto.v1.ExplainRequest;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.ListPlacementsRequest;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.PlacementsGrpc.PlacementsImplBase;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshRequest;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.ReleaseRequest;
import dev.dateilager.proto.v1.ReleaseResponse;
import dev.dateilager.proto.v1.StatusRequest;
import dev.dateilager.proto.v1.StatusResponse;
import dev.dateilager.proto.v1.VerifyRequest;
import dev.dateilager.proto.v1.VerifyResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Daemons that answer as a test says. */
final class ScriptedDaemon {
  private ScriptedDaemon() {}

  static <T> void answer(StreamObserver<T> out, List<T> messages) {
    messages.forEach(out::onNext);
    out.onCompleted();
  }

  static PlacementsImplBase placing(
      List<PlaceRequest> asked, dev.dateilager.proto.v1.Placement... placements) {
    return new PlacementsImplBase() {
      @Override
      public void place(
          PlaceRequest request, StreamObserver<dev.dateilager.proto.v1.Placement> out) {
        asked.add(request);
        answer(out, List.of(placements));
      }

      @Override
      public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> out) {
        boolean here = request.getPath().equals("/pods/a");
        answer(out, List.of(ReleaseResponse.newBuilder().setReleased(here).build()));
      }

      @Override
      public void listPlacements(
          ListPlacementsRequest request, StreamObserver<dev.dateilager.proto.v1.Placement> out) {
        answer(out, List.of(placements));
      }
    };
  }

  /** A daemon that gives each of these, where it is asked for it. */
  record Answers(
      StatusResponse status,
      RefreshResponse refreshed,
      PruneResponse pruned,
      List<VerifyResponse> verified,
      ExplainResponse explained,
      DiagnoseResponse diagnosed) {
    static Answers none() {
      return new Answers(
          StatusResponse.getDefaultInstance(),
          RefreshResponse.getDefaultInstance(),
          PruneResponse.getDefaultInstance(),
          List.of(),
          ExplainResponse.getDefaultInstance(),
          DiagnoseResponse.getDefaultInstance());
    }

    Answers status(StatusResponse other) {
      return new Answers(other, refreshed, pruned, verified, explained, diagnosed);
    }

    Answers refreshed(RefreshResponse other) {
      return new Answers(status, other, pruned, verified, explained, diagnosed);
    }

    Answers pruned(PruneResponse other) {
      return new Answers(status, refreshed, other, verified, explained, diagnosed);
    }

    Answers verified(VerifyResponse... other) {
      return new Answers(status, refreshed, pruned, List.of(other), explained, diagnosed);
    }

    Answers explained(ExplainResponse other) {
      return new Answers(status, refreshed, pruned, verified, other, diagnosed);
    }

    Answers diagnosed(DiagnoseResponse other) {
      return new Answers(status, refreshed, pruned, verified, explained, other);
    }

    BindableService service(List<Object> asked) {
      return new DaemonImplBase() {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> out) {
          answer(out, List.of(status));
        }

        @Override
        public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> out) {
          answer(out, List.of(refreshed));
        }

        @Override
        public void prune(PruneRequest request, StreamObserver<PruneResponse> out) {
          asked.add(request);
          answer(out, List.of(pruned));
        }

        @Override
        public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
          asked.add(request);
          answer(out, verified);
        }

        @Override
        public void explain(ExplainRequest request, StreamObserver<ExplainResponse> out) {
          asked.add(request);
          answer(out, List.of(explained));
        }

        @Override
        public void diagnose(DiagnoseRequest request, StreamObserver<DiagnoseResponse> out) {
          answer(out, List.of(diagnosed));
        }
      };
    }
  }
}
