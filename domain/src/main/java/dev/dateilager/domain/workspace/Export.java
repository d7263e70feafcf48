package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes some of a project's objects into a directory that is nobody's workspace afterwards: no
 * version and no summary is kept, so that no update ever takes what is missing there for removed.
 */
public final class Export {
  private final ProjectSource source;

  /** Exports from {@code source}. */
  public Export(ProjectSource source) {
    this.source = source;
  }

  /**
   * Writes the objects one after the other; memory holds one. Removals in the range, and objects
   * below {@code .dl}, are passed over. Does not close {@code tree}.
   *
   * @param from absent for all that is live
   * @param to absent for the latest version
   * @return how many objects were written
   * @throws FailedPrecondition if the directory holds anything; nothing is changed
   * @throws Corrupt if an object cannot be written anywhere, or comes without its content; those
   *     before it stay
   */
  public long export(
      WorkspaceTree tree, ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query)
      throws DateiLagerException {
    if (tree.version() != 0 || tree.summary().isPresent() || !tree.scan((_, _) -> {}).isEmpty()) {
      throw new FailedPrecondition("the directory to write to is not empty: name another");
    }
    var writing = new Writing(tree);
    source.get(project, from, to, query, writing);
    tree.forget();
    return writing.written;
  }

  private static final class Writing implements ProjectSource.ObjectSink {
    private final WorkspaceTree tree;
    private long written;

    Writing(WorkspaceTree tree) {
      this.tree = tree;
    }

    @Override
    public void accept(long version, ListedObject object) throws DateiLagerException {
      if (object.deleted()) {
        return;
      }
      Blob content =
          object
              .content()
              .orElseThrow(
                  () ->
                      new Corrupt(
                          "the server sent '%s' without its content".formatted(object.path())));
      try (var one = new OneEntry(entry(object, content), content)) {
        written += tree.apply(one, Optional.empty(), Optional.empty()).entries().size();
      }
    }

    private static Entry entry(ListedObject object, Blob content) throws DateiLagerException {
      ObjectPath path = ObjectPath.parse(object.path());
      int permissions = object.mode().permissions();
      try {
        return switch (object.mode().kind()) {
          case FILE -> new Entry.RegularFile(path, permissions, content.length());
          case DIRECTORY -> new Entry.Directory(path, permissions);
          case SYMLINK -> new Entry.Symlink(path, permissions, content.toUtf8());
        };
      } catch (IllegalArgumentException unwritable) {
        throw new Corrupt(String.valueOf(unwritable.getMessage()), unwritable);
      }
    }
  }
}
