package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An update whose words go to files and whose contents go to the database as they come. In memory
 * are at most {@link #MOST_PENDING_BYTES} of contents that wait for their batch.
 */
final class PostgresDraft implements UpdateDraft {
  private static final Logger LOG = System.getLogger(PostgresDraft.class.getName());
  private static final int MOST_PENDING = 1_000;
  private static final long MOST_PENDING_BYTES = 4L << 20;

  private final ProjectId project;
  private final Database database;
  private final ContentStore contents;
  private final StoredForm form;
  private final DraftSpool spool;
  private final SortedMap<ContentHash, Blob> pending = new TreeMap<>();
  private long pendingBytes;
  private boolean done;

  PostgresDraft(
      ProjectId project,
      Database database,
      ContentStore contents,
      StoredForm form,
      DraftSpool spool) {
    this.project = project;
    this.database = database;
    this.contents = contents;
    this.form = form;
    this.spool = spool;
  }

  @Override
  public void content(ContentHash hash, Blob stored) throws DateiLagerException {
    requireOpen();
    if (pending.containsKey(hash)) {
      return;
    }
    spool.contents().add(hash, stored);
    if (stored.length() >= ContentStore.BIG) {
      var alone = new TreeMap<ContentHash, Blob>();
      alone.put(hash, stored);
      contents.store(alone);
      return;
    }
    pending.put(hash, stored);
    pendingBytes += stored.length();
    if (pending.size() >= MOST_PENDING || pendingBytes >= MOST_PENDING_BYTES) {
      storePending();
    }
  }

  private void storePending() throws DateiLagerException {
    if (!pending.isEmpty()) {
      contents.store(pending);
      pending.clear();
      pendingBytes = 0;
    }
  }

  @Override
  public void put(ObjectPath path, FileMode mode, long size, ContentHash hash)
      throws DateiLagerException {
    requireOpen();
    spool.put(path, mode, size, hash);
  }

  @Override
  public void delete(ObjectPath path) throws DateiLagerException {
    requireOpen();
    spool.delete(path);
  }

  @Override
  public Optional<LivePack> livePack(ObjectPath packPath) throws DateiLagerException {
    requireOpen();
    Optional<PackSql.Stored> stored =
        database.statements(
            "could not read pack '%s' of project %s".formatted(packPath, project),
            connection -> PackSql.live(connection, project, packPath));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    ContentHash hash = stored.get().hash();
    Blob bytes =
        stored
            .get()
            .bytes()
            .orElseThrow(
                () ->
                    new Corrupt(
                        "content %s of pack '%s' of project %s is missing"
                            .formatted(hash, packPath, project)));
    return Optional.of(
        new LivePack(
            hash,
            form.pack(hash, bytes)
                .orElseThrow(
                    () ->
                        new Corrupt(
                            "content of pack '%s' of project %s is not what its hash %s says"
                                .formatted(packPath, project, hash)))));
  }

  @Override
  public long livePackBytes(ObjectPath packPath) throws DateiLagerException {
    requireOpen();
    return database.statements(
        "could not read the length of pack '%s' of project %s".formatted(packPath, project),
        connection -> PackSql.liveBytes(connection, project, packPath));
  }

  @Override
  public void replacePack(
      ObjectPath packPath, Optional<ContentHash> base, Optional<NewPack> replacement)
      throws DateiLagerException {
    requireOpen();
    spool.replacePack(packPath, base, replacement);
  }

  @Override
  public Stash stash(Blob bytes) throws DateiLagerException {
    requireOpen();
    return spool.stash(bytes);
  }

  @Override
  public Blob unstash(Stash stash) throws DateiLagerException {
    requireOpen();
    return spool.unstash(stash);
  }

  @Override
  public Outcome commit() throws DateiLagerException {
    requireOpen();
    storePending();
    Outcome outcome =
        database.transaction(
            "could not update project %s".formatted(project),
            connection -> new DraftCommit(connection, project, spool).run());
    done = !(outcome instanceof Outcome.PacksMoved);
    return outcome;
  }

  private void requireOpen() {
    if (done) {
      throw new IllegalStateException("the draft is done");
    }
  }

  @Override
  public void close() {
    done = true;
    try {
      pending.clear();
      spool.close();
    } catch (DateiLagerException failed) {
      LOG.log(Level.WARNING, "could not close the files of an update", failed);
    }
  }
}
