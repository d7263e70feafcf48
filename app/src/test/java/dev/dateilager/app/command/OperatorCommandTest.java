package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the flags of the operators' commands ask for (cli.md §3.2). */
final class OperatorCommandTest {
  private static final ProjectId ONE = new ProjectId(1);
  private static final ProjectId TWO = new ProjectId(2);
  private static final OptionalLong ABSENT = OptionalLong.empty();

  record Line(String args, ClientCall asks) {
    @Override
    public String toString() {
      return args;
    }
  }

  static List<Line> lines() {
    return List.of(
        new Line("list", new OperatorCall.ListProjects()),
        new Line("delete --project 1", new OperatorCall.DeleteProject(ONE)),
        new Line("clone --source 1 --target 2", new OperatorCall.CloneProject(ONE, ABSENT, TWO)),
        new Line(
            "clone --source 1 --to 0 --target -2",
            new OperatorCall.CloneProject(ONE, OptionalLong.of(0), new ProjectId(-2))),
        new Line("rollback --project 1 --to 3", new OperatorCall.Rollback(ONE, 3)),
        new Line("inspect --project 1", new OperatorCall.Inspect(ONE)),
        new Line("snapshot", new OperatorCall.Snapshot()),
        new Line(
            "reset --state 1=3,-2=0",
            new OperatorCall.Reset(
                List.of(new ProjectVersion(ONE, 3), new ProjectVersion(new ProjectId(-2), 0)))),
        new Line(
            "gc --mode project --project 1 --keep 5",
            new OperatorCall.Collect(new Collecting.OneProject(ONE, 5, ABSENT))),
        new Line(
            "gc --mode project --keep 5 --project 1 --from 2",
            new OperatorCall.Collect(new Collecting.OneProject(ONE, 5, OptionalLong.of(2)))),
        new Line(
            "gc --mode random-projects --keep 1 --sample 25.5 --from -1",
            new OperatorCall.Collect(new Collecting.RandomProjects(25.5f, 1, ABSENT))),
        new Line(
            "gc --mode contents --sample 100 --keep -1",
            new OperatorCall.Collect(new Collecting.Contents(100))),
        new Line("cache list", new OperatorCall.ListCaches()),
        new Line("cache create", create("", OptionalInt.of(100), ABSENT)),
        new Line("cache create --prefix p/ --max-packs 5", create("p/", OptionalInt.of(5), ABSENT)),
        new Line(
            "cache create --max-mib 2", create("", OptionalInt.empty(), OptionalLong.of(2 << 20))),
        new Line("cache inspect", new OperatorCall.InspectCache(Optional.empty())),
        new Line(
            "cache inspect --version 3",
            new OperatorCall.InspectCache(Optional.of(new CacheVersion(3)))),
        new Line(
            "cache retire --version 3", new OperatorCall.RetireCache(new CacheVersion(3), false)),
        new Line(
            "cache retire --version 0 --force",
            new OperatorCall.RetireCache(new CacheVersion(0), true)));
  }

  private static ClientCall create(String prefix, OptionalInt packs, OptionalLong bytes) {
    return new OperatorCall.CreateCache(new CachePlan(prefix, packs, bytes));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void flags_askForOneCall(Line line) {
    Request request = CommandRun.requestOf(("client " + line.args() + " --host h").split(" "));

    assertThat(request)
        .isInstanceOfSatisfying(
            Request.CallPeer.class, made -> assertThat(made.call()).isEqualTo(line.asks()));
  }
}
