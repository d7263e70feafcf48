package dev.dateilager.app.program;

import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.DatabaseExport;
import dev.dateilager.adapters.postgres.DatabaseImport;
import dev.dateilager.adapters.postgres.EmbeddedPostgres;
import dev.dateilager.adapters.postgres.TransferReport;
import dev.dateilager.app.config.Databases;
import dev.dateilager.app.config.NewFile;
import dev.dateilager.app.config.PrivateFiles;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.lifetime.Lifetime;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code dateilager server export} and {@code import}. */
final class TransferProgram {
  private static final int BUFFER = 256 << 10;

  private final Surroundings surroundings;
  private final InputStream in;
  private final OutputStream out;
  private final Log log;

  TransferProgram(Surroundings surroundings, InputStream in, OutputStream out, Log log) {
    this.surroundings = surroundings;
    this.in = in;
    this.out = out;
    this.log = log;
  }

  /** Writes the file whole, or not at all. */
  void export(Request.Export request, PrintWriter answers) throws DateiLagerException {
    try (var parts = new Lifetime()) {
      Optional<NewFile> file =
          request.file().isEmpty()
              ? Optional.empty()
              : Optional.of(parts.owns(NewFile.begin(request.file().get())));
      DatabaseAddress database =
          database(request.database(), request.dataDirectory(), false, parts);
      TransferReport report =
          DatabaseExport.write(database, file.isPresent() ? file.get().stream() : out);
      if (file.isPresent()) {
        file.get().finish();
      }
      tell("exported", report);
      answer(new Answers(answers, request.output()), report);
    }
  }

  /** Brings all of the file, or nothing. */
  void bring(Request.Import request, PrintWriter answers) throws DateiLagerException {
    try (var parts = new Lifetime()) {
      InputStream source = request.file().isEmpty() ? in : parts.owns(open(request.file().get()));
      DatabaseAddress database = database(request.database(), request.dataDirectory(), true, parts);
      TransferReport report =
          DatabaseImport.read(new BufferedInputStream(source, BUFFER), database);
      tell("imported", report);
      answer(new Answers(answers, request.output()), report);
    }
  }

  private static InputStream open(Path file) throws DateiLagerException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException missing) {
      throw new NotFound("export '%s': no such file".formatted(file));
    } catch (IOException unreadable) {
      throw new IoFailed("cannot read the export '%s'".formatted(file), unreadable);
    }
  }

  private DatabaseAddress database(
      DatabaseChoice choice, Optional<Path> dataDirectory, boolean make, Lifetime parts)
      throws DateiLagerException {
    Optional<DatabaseAddress> external = Databases.external(choice, surroundings, log);
    if (external.isPresent()) {
      return external.get();
    }
    Path data = dataDirectory.orElse(surroundings.dataDirectory()).toAbsolutePath().normalize();
    Path postgres = data.resolve("postgres");
    Optional<DatabaseAddress> running = EmbeddedPostgres.running(postgres);
    if (running.isPresent()) { // a server's: it goes on beside this
      return running.get();
    }
    if (!make && !Files.isDirectory(postgres)) {
      throw new NotFound(
          "there is no embedded database in '%s': name another with --data-dir or --dburi-file"
              .formatted(data));
    }
    PrivateFiles.directory(data);
    return parts.owns(EmbeddedPostgres.start(postgres)).address();
  }

  private static void answer(Answers answers, TransferReport report) {
    Map<String, Object> members =
        Answers.members(
            "projects",
            report.projects(),
            "objects",
            report.objects(),
            "contents",
            report.contents(),
            "contentBytes",
            report.contentBytes(),
            "cacheVersions",
            report.caches());
    List<String> text =
        members.entrySet().stream()
            .map(member -> member.getKey() + "\t" + member.getValue())
            .toList();
    answers.one(List.of(), text, members);
  }

  private void tell(String what, TransferReport report) {
    log.info(
        what,
        "projects",
        report.projects(),
        "objects",
        report.objects(),
        "contents",
        report.contents(),
        "content_bytes",
        report.contentBytes(),
        "cache_versions",
        report.caches());
  }
}
