package dev.dateilager.app.program;

import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.MigrationPlan;
import dev.dateilager.adapters.postgres.Migrations;
import dev.dateilager.app.config.Databases;
import dev.dateilager.app.config.Renewals;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenVault;
import dev.dateilager.app.config.ToldExpired;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.server.RunningServer;
import dev.dateilager.app.server.ServerSettings;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code dateilager server}. */
final class ServerProgram {
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Log log;
  private final Tracing tracing;

  ServerProgram(Surroundings surroundings, InstantSource clock, Log log, Tracing tracing) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.log = log;
    this.tracing = tracing;
  }

  /** Serves until the process is told to end, which is a success. */
  void run(Request.RunServer request) throws DateiLagerException {
    ServerSettings settings = settings(request);
    if (settings.database().isPresent()) {
      migrate(settings.database().get(), request.migrates());
    }
    try (RunningServer server = RunningServer.start(settings, log, tracing);
        var renewals = Renewals.start(log, server.renewals())) {
      if (!HangUp.does(renewals::now)) {
        log.info("no SIGHUP here: changed files are seen within " + Renewals.PERIOD);
      }
      log.info(
          "server started",
          "dl.port",
          server.port(),
          "healthz_port",
          server.healthPort(),
          "dl.environment",
          settings.environment().name().toLowerCase(Locale.ROOT),
          "database",
          settings.database().isPresent() ? "given" : "embedded",
          "certificate",
          settings.identity().tls().certificate());
      settings.identity().vault().ifPresent(this::tellTokens);
      Serving.untilToldToEnd();
      log.info("server stops", "drain", request.drain());
      server.stop(request.drain());
    }
    log.info("server stopped");
  }

  private void tellTokens(TokenVault vault) {
    log.warn(
        "tokens are checked with keys made for development",
        "admin_token_file",
        vault.adminToken(),
        "shared_reader_token_file",
        vault.sharedReaderToken());
  }

  private ServerSettings settings(Request.RunServer request) throws DateiLagerException {
    return new ServerSettings(
        "",
        request.port(),
        request.healthPort(),
        Databases.uri(request.database(), log),
        surroundings.databaseVariables(),
        request.identity().dataDirectoryIn(surroundings.dataDirectory()),
        surroundings.environment(),
        identity(request.identity()),
        new ServerSettings.Most(
            surroundings.maxConnections(),
            surroundings.maxMessageBytes(),
            surroundings.callsPerRole()));
  }

  private ServingIdentity identity(Identity given) throws DateiLagerException {
    var identity = ServingIdentity.of(given, "server", surroundings, clock);
    return given.acceptsExpired() ? identity.withExpired(new ToldExpired(log, clock)) : identity;
  }

  private void migrate(Secret uri, boolean wanted) throws DateiLagerException {
    DatabaseAddress address = DatabaseAddress.parse(uri.value(), surroundings.databaseVariables());
    MigrationPlan plan = Migrations.ensure(address, wanted);
    plan.remarks().forEach(remark -> log.info("beside the schema", "what", remark));
    if (!plan.isServable()) {
      log.warn("database migrated", "from_version", plan.version(), "steps", plan.steps());
    }
  }

  private static void tell(MigrationPlan done, PrintWriter out, Output form) {
    List<String> lines =
        done.steps().isEmpty()
            ? List.of("nothing to do")
            : done.steps().stream().map(step -> "applied " + step).toList();
    new Answers(out, Optional.of(form))
        .one(
            lines,
            Answers.members(
                "fromVersion",
                done.version(),
                "version",
                MigrationPlan.LAST,
                "steps",
                done.steps()));
  }

  /** Shows what the database lacks of our schema, and applies it unless that is all. */
  void migrate(Request.Migrate request, PrintWriter out) throws DateiLagerException {
    DatabaseAddress address =
        Databases.external(request.database(), surroundings, log).orElseThrow();
    if (!request.planOnly()) {
      MigrationPlan done = Migrations.apply(address);
      log.info(
          "database has the schema of this program",
          "database",
          address,
          "from_version",
          done.version(),
          "steps",
          done.steps());
      request.output().ifPresent(form -> tell(done, out, form));
      return;
    }
    MigrationPlan plan = Migrations.plan(address);
    if (plan.refusal().isPresent()) {
      throw new FailedPrecondition(plan.refusal().get());
    }
    var lines = new ArrayList<String>();
    lines.add(
        "schema version %d%s, this program's is %d"
            .formatted(
                plan.version(),
                plan.marked() ? "" : " by what is there, without a mark",
                MigrationPlan.LAST));
    plan.steps().forEach(step -> lines.add("apply " + step));
    plan.remarks().forEach(remark -> lines.add("leave " + remark));
    if (plan.isServable()) {
      lines.add("nothing to do");
    }
    new Answers(out, request.output())
        .one(
            lines,
            Answers.members(
                "version",
                plan.version(),
                "marked",
                plan.marked(),
                "wanted",
                MigrationPlan.LAST,
                "steps",
                plan.steps(),
                "remarks",
                plan.remarks(),
                "servable",
                plan.isServable()));
  }
}
