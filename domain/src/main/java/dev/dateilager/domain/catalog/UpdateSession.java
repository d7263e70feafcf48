package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One update while its messages come (semantics.md §6). Makes at most one version, in {@link
 * #finish}; until then, and when anything fails, nothing of it is visible. Only an index of the
 * packed changes is kept in memory. Not thread-safe.
 */
public final class UpdateSession implements AutoCloseable {
  /** How often a pack may be overtaken by other updates before this one gives up. */
  static final int MAX_COMMITS = 10;

  private final Role role;
  private final CatalogStore store;
  private final PackCodec codec;
  private final Limits limits;
  private final ContentBudget budget;
  private final Map<ObjectPath, PackChanges> packs = new TreeMap<>();
  private @Nullable Begun begun;

  UpdateSession(
      Role role, CatalogStore store, PackCodec codec, Limits limits, ContentBudget budget) {
    this.role = role;
    this.store = store;
    this.codec = codec;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Takes a message; the last one about a path wins (oddities 7 and 8).
   *
   * @param project as the message says; the first message's counts for all
   * @throws InvalidArgument if the project is another than the token's or the first message's
   *     (wire.md §8), or the object breaks a rule: R8 with at most 2,600 bytes, {@code .dl}, a
   *     regular file with a trailing slash, a link text
   * @throws DateiLagerException.NotFound if there is no such project
   * @throws ResourceExhausted if the content is larger than a message may be
   */
  public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {
    if (role instanceof Role.Project own && !own.id().equals(project)) {
      throw new InvalidArgument(
          "update is for project %s, the token for project %s".formatted(project, own.id()));
    }
    Begun open = begun;
    if (open == null) {
      open = begin(project);
      begun = open;
    } else if (!open.project.equals(project)) {
      throw new InvalidArgument(
          "update is for project %s, the first one was for project %s"
              .formatted(project, open.project));
    }
    ObjectPath path = storable(update.path());
    Optional<ObjectPath> pack = open.patterns.packOf(path);
    if (pack.isPresent() && pack.get().utf8Length() > ObjectPath.MAX_STORED_BYTES) {
      throw tooLong(pack.get());
    }
    if (update.deleted()) {
      delete(open, path, pack);
    } else {
      put(open, path, pack, update);
    }
  }

  private Begun begin(ProjectId project) throws DateiLagerException {
    ProjectState state;
    try (CatalogSnapshot snapshot = store.snapshot()) {
      state = snapshot.project(project);
    }
    PackPatterns patterns;
    try {
      patterns = PackPatterns.compile(state.packPatterns());
    } catch (InvalidArgument unusable) {
      throw new FailedPrecondition(
          "project %s cannot be updated: %s".formatted(project, unusable.getMessage()), unusable);
    }
    return new Begun(project, patterns, store.draft(project));
  }

  private static ObjectPath storable(String text) throws InvalidArgument {
    ObjectPath path = ObjectPath.parse(text);
    if (path.utf8Length() > ObjectPath.MAX_STORED_BYTES) {
      throw tooLong(path);
    }
    if (path.isClientState()) {
      throw new InvalidArgument(
          "path '%s' lies in '%s', which belongs to the client"
              .formatted(path, ObjectPath.STATE_DIRECTORY));
    }
    return path;
  }

  private static InvalidArgument tooLong(ObjectPath path) {
    return new InvalidArgument(
        "path '%s…' has %d bytes, at most %d can be stored"
            .formatted(
                path.value().substring(0, 100), path.utf8Length(), ObjectPath.MAX_STORED_BYTES));
  }

  private void delete(Begun open, ObjectPath path, Optional<ObjectPath> pack)
      throws DateiLagerException {
    if (pack.isPresent()) {
      changes(pack.get()).delete(path);
    } else {
      open.draft.delete(path);
    }
  }

  private void put(Begun open, ObjectPath path, Optional<ObjectPath> pack, ObjectUpdate update)
      throws DateiLagerException {
    Blob content = update.content().orElse(Blob.EMPTY);
    if (content.length() > limits.messageBytes()) {
      throw new ResourceExhausted(
          "content of '%s' has %d bytes, at most %d are allowed"
              .formatted(path, content.length(), limits.messageBytes()));
    }
    FileMode mode = update.mode();
    var _ = Entries.of(path, mode, content); // refuses what no tar can hold
    if (mode.kind() == FileMode.Kind.SYMLINK && path.hasTrailingSlash() && !isWhole(path, pack)) {
      throw new InvalidArgument(
          "path '%s' ends in '/' but is a symbolic link and no whole pack".formatted(path));
    }
    if (pack.isPresent()) {
      Optional<UpdateDraft.Stash> stash =
          content.isEmpty() ? Optional.empty() : Optional.of(open.draft.stash(content));
      changes(pack.get()).put(path, mode, stash);
    } else {
      ContentHash hash = ContentHash.of(content);
      open.draft.content(hash, codec.compress(content));
      open.draft.put(path, mode, update.size(), hash);
    }
  }

  private static boolean isWhole(ObjectPath path, Optional<ObjectPath> pack) {
    return pack.isPresent() && pack.get().equals(path);
  }

  private PackChanges changes(ObjectPath pack) {
    return packs.computeIfAbsent(pack, _ -> new PackChanges());
  }

  /**
   * Makes the version, after the last message.
   *
   * @return the project's latest version now: a new one if anything changed; -1 if no message came
   * @throws DateiLagerException.Corrupt if the content of a changed pack is missing or damaged
   * @throws ResourceExhausted if a pack would grow beyond what readers accept, or the memory for it
   *     is not free for too long
   * @throws Aborted if other updates kept replacing the same packs; nothing is changed in any of
   *     these cases
   */
  public long finish() throws DateiLagerException {
    Begun open = begun;
    if (open == null) {
      return -1;
    }
    for (ObjectPath pack : packs.keySet()) {
      merge(open.draft, pack, false);
    }
    for (int commits = 1; commits <= MAX_COMMITS; commits++) {
      switch (open.draft.commit()) {
        case UpdateDraft.Outcome.Committed done -> {
          return done.version();
        }
        case UpdateDraft.Outcome.Unchanged same -> {
          return same.version();
        }
        case UpdateDraft.Outcome.PacksMoved moved -> {
          for (ObjectPath pack : moved.packPaths()) {
            merge(open.draft, pack, true);
          }
        }
      }
    }
    throw new Aborted(
        "packs of project %s were replaced %d times by other updates meanwhile"
            .formatted(open.project, MAX_COMMITS));
  }

  /**
   * Merges one pack.
   *
   * @param again whether the draft holds an earlier word on this pack, which must be overruled
   */
  private void merge(UpdateDraft draft, ObjectPath pack, boolean again) throws DateiLagerException {
    // the old form, the new one, and its parts before they are put together (I27)
    long oldBytes = draft.livePackBytes(pack);
    try (var _ = budget.merging(3 * oldBytes + 2 * changes(pack).putBytes())) {
      mergeWithin(draft, pack, again);
    }
  }

  private void mergeWithin(UpdateDraft draft, ObjectPath pack, boolean again)
      throws DateiLagerException {
    Optional<UpdateDraft.LivePack> live = draft.livePack(pack);
    Optional<ContentHash> base = live.map(UpdateDraft.LivePack::hash);
    Blob old = live.map(UpdateDraft.LivePack::packed).orElse(Blob.EMPTY);
    switch (PackMerge.merge(codec, limits, budget, draft, old, changes(pack))) {
      case PackMerge.Result.Replaced(Blob packed) -> {
        ContentHash hash = ContentHash.of(packed);
        draft.content(hash, packed);
        draft.replacePack(pack, base, Optional.of(new UpdateDraft.NewPack(hash, packed.length())));
      }
      case PackMerge.Result.Emptied _ -> draft.replacePack(pack, base, Optional.empty());
      case PackMerge.Result.Same _ -> {
        if (again && base.isPresent()) {
          // Replacing a pack by itself is no change; it takes the earlier word back.
          draft.replacePack(
              pack, base, Optional.of(new UpdateDraft.NewPack(base.get(), old.length())));
        }
      }
    }
  }

  /** Frees what was kept; without {@link #finish} nothing has changed. Never fails. */
  @Override
  public void close() {
    if (begun != null) {
      begun.draft.close();
    }
  }

  private record Begun(ProjectId project, PackPatterns patterns, UpdateDraft draft) {}
}
