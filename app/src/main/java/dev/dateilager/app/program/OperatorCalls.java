package dev.dateilager.app.program;

import static dev.dateilager.app.program.Answers.members;

import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.OperatorCall;
import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.administration.StateText;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Retention.Collected;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Map;

/** The commands of {@code dateilager client} for whole projects and cache versions. */
final class OperatorCalls {
  private final ServerAdministration server;
  private final CacheAdministration caches;
  private final Answers answers;
  private final Log log;

  OperatorCalls(ServerAdministration server, CacheAdministration caches, Answers answers, Log log) {
    this.server = server;
    this.caches = caches;
    this.answers = answers;
    this.log = log;
  }

  void run(OperatorCall call) throws DateiLagerException {
    switch (call) {
      case OperatorCall.ListProjects _ -> answers.list(server.projects(), new ProjectRow());
      case OperatorCall.DeleteProject delete -> {
        server.delete(delete.project());
        log.info("deleted project", "dl.project", delete.project().value());
        done("deleted project " + delete.project(), members("project", delete.project().value()));
      }
      case OperatorCall.CloneProject copy -> copy(copy);
      case OperatorCall.Rollback rollback -> {
        ProjectId project = rollback.project();
        server.rollback(project, rollback.to());
        log.info("rolled back project", "dl.project", project.value(), "dl.version", rollback.to());
        done(
            "project %s is at version %d".formatted(project, rollback.to()),
            members("project", project.value(), "version", rollback.to()));
      }
      case OperatorCall.Inspect inspect -> inspect(inspect.project());
      case OperatorCall.Snapshot _ -> {
        List<ProjectVersion> states = server.snapshot();
        String line = StateText.of(states);
        answers.one(
            List.of(line),
            members(
                "state",
                line,
                "projects",
                states.stream().map(new ProjectRow()::members).toList()));
      }
      case OperatorCall.Reset reset -> {
        String line = StateText.of(reset.states());
        server.reset(reset.states());
        log.info("reset projects", "dl.state", line);
        done("the server holds " + line, members("state", line));
      }
      case OperatorCall.Collect collect -> {
        Collected collected = server.collect(collect.what());
        log.info("cleaned up contents", "count", collected.contents());
        answers.one(
            List.of("{\"count\":%d}".formatted(collected.contents())),
            List.of("%d contents removed".formatted(collected.contents())),
            members(
                "count",
                collected.contents(),
                "projects",
                collected.projects().stream().map(ProjectId::value).toList()));
      }
      case OperatorCall.CreateCache create -> {
        CacheInfo made = caches.create(create.plan());
        told("created cache version", made);
        answers.one(
            List.of(made.version().toString()), List.of(CacheText.of(made)), CacheText.json(made));
      }
      case OperatorCall.ListCaches _ -> answers.list(caches.list(), new CacheText.Rows());
      case OperatorCall.InspectCache inspect ->
          CacheText.print(answers, sink -> caches.inspect(inspect.version(), sink));
      case OperatorCall.RetireCache retire -> {
        CacheInfo retired = caches.retire(retire.version(), retire.force());
        told("retired cache version", retired);
        answers.one(List.of(CacheText.of(retired)), CacheText.json(retired));
      }
    }
  }

  /** A command that Go's users know, or would expect, to answer nothing. */
  private void done(String text, Map<String, Object> members) {
    answers.one(List.of(), List.of(text), members);
  }

  private void told(String message, CacheInfo cache) {
    log.info(
        message,
        "dl.version",
        cache.version().value(),
        "packs",
        cache.packs(),
        "bytes",
        cache.bytes());
  }

  private void copy(OperatorCall.CloneProject call) throws DateiLagerException {
    // The latest is asked for by its number: a Go server empties the target if the source is not
    // there (semantics.md oddity 18).
    long version = call.version().isPresent() ? call.version().getAsLong() : latest(call.source());
    long made = server.copy(call.source(), version, call.target());
    log.info(
        "cloned project",
        "source",
        call.source().value(),
        "source_version",
        version,
        "dl.project",
        call.target().value(),
        "dl.version",
        made);
    answers.one(
        List.of(Long.toString(made)),
        List.of(
            "project %s at version %d is project %s at version %d"
                .formatted(call.target(), made, call.source(), version)),
        members(
            "source",
            call.source().value(),
            "sourceVersion",
            version,
            "project",
            call.target().value(),
            "version",
            made));
  }

  private long latest(ProjectId project) throws DateiLagerException {
    for (ProjectVersion state : server.projects()) {
      if (state.id().equals(project)) {
        return state.latestVersion();
      }
    }
    throw new NotFound("project %s does not exist".formatted(project));
  }

  private void inspect(ProjectId project) throws DateiLagerException {
    Inspection figures = server.inspect(project);
    log.info(
        "inspect project",
        "dl.project",
        project.value(),
        "dl.latest_version",
        figures.latestVersion(),
        "dl.live_objects_count",
        figures.liveObjects(),
        "dl.total_objects_count",
        figures.totalRows());
    answers.one(
        List.of(),
        List.of(
            "project         " + project,
            "latest version  " + figures.latestVersion(),
            "live objects    " + figures.liveObjects(),
            "object rows     " + figures.totalRows()),
        members(
            "project",
            project.value(),
            "latestVersion",
            figures.latestVersion(),
            "liveObjects",
            figures.liveObjects(),
            "objectRows",
            figures.totalRows()));
  }

  private static final class ProjectRow implements Answers.Row<ProjectVersion> {
    @Override
    public String text(ProjectVersion state) {
      return state.id() + "\t" + state.latestVersion();
    }

    @Override
    public Map<String, Object> members(ProjectVersion state) {
      return Answers.members("project", state.id().value(), "version", state.latestVersion());
    }
  }
}
