package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Delivery;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ClientCommandTest {
  private static final ProjectId ONE = new ProjectId(1);
  private static final Delivery LISTING = new Delivery.Listing(false);

  private static Request.CallPeer calling(ClientCall call) {
    return new Request.CallPeer(
        LogSettings.DEFAULT,
        new Peer("h", 5051, Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        call);
  }

  private static ClientCall.Rebuild rebuild(ObjectQuery query, boolean summarize) {
    return new ClientCall.Rebuild(
        ONE,
        OptionalLong.empty(),
        Optional.empty(),
        query,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        summarize);
  }

  @Test
  void rootOptions_areTakenBeforeAndAfterTheCommand() {
    var expected =
        new Request.CallPeer(
            new LogSettings(LogLevel.DEBUG, LogEncoding.JSON),
            new Peer("h", 7, Optional.of("dns:///hh"), Optional.of(Path.of("ca.pem"))),
            Optional.of(Duration.ofMillis(25)),
            Optional.empty(),
            new ClientCall.GetCached("/p"));

    assertThat(
            CommandRun.requestOf(
                ("client getcached --host h --port 7 --headless-host dns:///hh --ca-cert ca.pem"
                        + " --timeout 25 --log-level debug --log-encoding json --path /p")
                    .split(" ")))
        .isEqualTo(expected);
    assertThat(
            CommandRun.requestOf(
                ("client --host=h --port=7 --headless-host=dns:///hh --ca-cert=ca.pem --timeout=25"
                        + " --log-level=debug --log-encoding=json getcached --path=/p")
                    .split(" ")))
        .isEqualTo(expected);
    assertThat(
            CommandRun.requestOf(
                ("--log-level debug client --host h --port 7 --headless-host dns:///hh getcached"
                        + " --ca-cert ca.pem --timeout 25 --log-encoding json --path /p")
                    .split(" ")))
        .isEqualTo(expected);
  }

  @Test
  void missingHost_isSaidInTheWordsOfTheGoClient() {
    var run = new CommandRun();

    assertThat(run.execute("client", "get", "--project", "1")).isEqualTo(2);
    assertThat(run.err()).contains("required flag(s) \"host\" not set");
  }

  @Test
  void emptyHost_isAMissingHost() {
    var run = new CommandRun();

    assertThat(run.execute("client", "get", "--project", "1", "--host", "")).isEqualTo(2);
    assertThat(run.err()).contains("required flag(s) \"host\" not set");
  }

  @Test
  void get_takesValuesThatBeginWithAMinus() {
    assertThat(
            CommandRun.requestOf(
                "client",
                "get",
                "--host",
                "h",
                "--project",
                "1",
                "--from",
                "-1",
                "--to",
                "-1",
                "--prefix",
                "--host"))
        .isEqualTo(
            calling(
                new ClientCall.Get(
                    ONE,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    ObjectQuery.prefix("--host"),
                    LISTING)));
    assertThat(
            CommandRun.requestOf(
                "client", "get", "--host", "h", "--project", "-5", "--from", "0", "--to", "3"))
        .isEqualTo(
            calling(
                new ClientCall.Get(
                    new ProjectId(-5),
                    OptionalLong.of(0),
                    OptionalLong.of(3),
                    ObjectQuery.prefix(""),
                    LISTING)));
  }

  @Test
  void new_splitsPatternsAtCommas() {
    assertThat(
            CommandRun.requestOf(
                "client",
                "new",
                "--host",
                "h",
                "--id",
                "2",
                "--template",
                "1",
                "--patterns",
                "^a/,node_modules/.*/"))
        .isEqualTo(
            calling(
                new ClientCall.NewProject(
                    new ProjectId(2), Optional.of(ONE), List.of("^a/", "node_modules/.*/"))));
    assertThat(CommandRun.requestOf("client", "new", "--host", "h", "--id", "1", "--patterns", ""))
        .isEqualTo(calling(new ClientCall.NewProject(ONE, Optional.empty(), List.of())));
  }

  @Test
  void rebuild_hasTheDefaultsOfTheGoClient() {
    assertThat(CommandRun.requestOf("client", "rebuild", "--host", "h", "--project", "1"))
        .isEqualTo(calling(rebuild(ObjectQuery.prefix(""), true)));
  }

  @Test
  void rebuild_takesEverything() {
    assertThat(
            CommandRun.requestOf(
                "client",
                "rebuild",
                "--host",
                "h",
                "--project",
                "1",
                "--prefix",
                "p",
                "--to",
                "3",
                "--dir",
                "d",
                "--ignores",
                "pa,pb",
                "--subpaths=pc,pd",
                "--summarize=false",
                "--cachedir=c",
                "--matchinclude=i",
                "--matchexclude=e"))
        .isEqualTo(
            calling(
                new ClientCall.Rebuild(
                    ONE,
                    OptionalLong.of(3),
                    Optional.of(Path.of("d")),
                    new ObjectQuery("p", true, List.of("pa", "pb"), List.of("pc", "pd")),
                    Optional.of(Path.of("c")),
                    Optional.of("i"),
                    Optional.of("e"),
                    false)));
  }

  @Test
  void rebuild_takesEmptyListsAndTextsAsAbsent() { // as the JavaScript client sends them
    assertThat(
            CommandRun.requestOf(
                "client",
                "rebuild",
                "--host",
                "h",
                "--project",
                "1",
                "--ignores",
                "",
                "--subpaths=",
                "--dir",
                "",
                "--cachedir=",
                "--matchinclude=",
                "--matchexclude="))
        .isEqualTo(calling(rebuild(ObjectQuery.prefix(""), true)));
  }

  @Test
  void rebuild_summarizeAloneIsTrueAndSwallowsNothing() {
    assertThat(
            CommandRun.requestOf(
                "client", "rebuild", "--host", "h", "--summarize", "--project", "1"))
        .isEqualTo(calling(rebuild(ObjectQuery.prefix(""), true)));
  }

  @Test
  void update_readsSubpathsAsCsvAndRepeats() {
    assertThat(
            CommandRun.requestOf(
                "client",
                "update",
                "--host",
                "h",
                "--project",
                "1",
                "--dir",
                "d",
                "--subpaths",
                "a,\"b,\"\"c\"",
                "--subpaths=d"))
        .isEqualTo(
            calling(
                new ClientCall.Update(ONE, Optional.of(Path.of("d")), List.of("a", "b,\"c", "d"))));
    assertThat(
            CommandRun.requestOf(
                "client", "update", "--host", "h", "--project", "1", "--subpaths="))
        .isEqualTo(calling(new ClientCall.Update(ONE, Optional.empty(), List.of())));
  }

  @Test
  void getcache_takesVersionAsAnOrdinaryOption() {
    assertThat(
            CommandRun.requestOf(
                "client", "getcache", "--host", "h", "--path", "p", "--version", "3"))
        .isEqualTo(
            calling(new ClientCall.GetCache(Path.of("p"), Optional.of(new CacheVersion(3)))));
    assertThat(
            CommandRun.requestOf(
                "client", "getcache", "--host", "h", "--path", "p", "--version", "-1"))
        .isEqualTo(calling(new ClientCall.GetCache(Path.of("p"), Optional.empty())));
  }

  private static ClientCall.Get get(ObjectQuery query, Delivery delivery) {
    return new ClientCall.Get(ONE, OptionalLong.empty(), OptionalLong.empty(), query, delivery);
  }

  private static Request getting(String options) {
    return CommandRun.requestOf(("client get --host h --project 1 " + options).split(" "));
  }

  @Test
  void get_deliversAsItIsAsked() {
    var all = ObjectQuery.prefix("");
    assertThat(getting("--path a/b --print"))
        .isEqualTo(calling(get(ObjectQuery.exact("a/b"), new Delivery.Print())));
    assertThat(getting("--write d")).isEqualTo(calling(get(all, new Delivery.Write(Path.of("d")))));
    assertThat(getting("--prefix p --ignores p/a,p/b --subpaths p/c"))
        .isEqualTo(
            calling(
                get(new ObjectQuery("p", true, List.of("p/a", "p/b"), List.of("p/c")), LISTING)));
    assertThat(getting("--output ndjson --contents"))
        .isEqualTo(
            new Request.CallPeer(
                LogSettings.DEFAULT,
                new Peer("h", 5051, Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.of(Output.NDJSON),
                get(all, new Delivery.Listing(true))));
  }
}
